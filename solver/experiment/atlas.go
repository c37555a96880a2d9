package experiment

import "encoding/json"

// Atlas is what a study found of many problems.
type Atlas struct {
	Command string       `json:"command"`        // repeats the study
	Note    string       `json:"note,omitempty"` // what is to be known beside the points
	Points  []AtlasPoint `json:"points"`
}

// AtlasPoint is one problem of an Atlas: medians over Seeds of its statistics (docs/diagnosis.md; NaN where one does not exist), its
// regime, and the arm with the lowest median error. Gain is the plain arm's error over that arm's, geometric mean over the seeds, Lo and Hi its
// 95 % interval.
type AtlasPoint struct {
	Problem, Title, Family      string
	Losses, Seeds               int
	Unit, Norm, Best, Imbalance float64
	Regime, Remedy, Winner      string
	Firm                        bool
	Gain, Lo, Hi                float64
}

type atlasPointJSON struct {
	Problem   string `json:"problem"`
	Title     string `json:"title"`
	Family    string `json:"family"`
	Losses    int    `json:"losses"`
	Unit      maybe  `json:"phi_1"`
	Norm      maybe  `json:"phi_b"`
	Best      maybe  `json:"phi_*"`
	Imbalance maybe  `json:"imbalance"`
	Regime    string `json:"regime"`
	Firm      bool   `json:"firm"`
	Remedy    string `json:"remedy"`
	Winner    string `json:"winner"`
	Gain      maybe  `json:"gain"`
	Lo        maybe  `json:"gain_lo"`
	Hi        maybe  `json:"gain_hi"`
	Seeds     int    `json:"seeds"`
}

// MarshalJSON writes null for a number that is not finite.
func (p AtlasPoint) MarshalJSON() ([]byte, error) {
	return json.Marshal(atlasPointJSON{p.Problem, p.Title, p.Family, p.Losses, maybe(p.Unit), maybe(p.Norm), maybe(p.Best), maybe(p.Imbalance),
		p.Regime, p.Firm, p.Remedy, p.Winner, maybe(p.Gain), maybe(p.Lo), maybe(p.Hi), p.Seeds})
}

// UnmarshalJSON reads null as NaN.
func (p *AtlasPoint) UnmarshalJSON(b []byte) error {
	var j atlasPointJSON
	err := json.Unmarshal(b, &j)
	*p = AtlasPoint{Problem: j.Problem, Title: j.Title, Family: j.Family, Losses: j.Losses, Seeds: j.Seeds, Unit: float64(j.Unit), Norm: float64(j.Norm),
		Best: float64(j.Best), Imbalance: float64(j.Imbalance), Regime: j.Regime, Remedy: j.Remedy, Winner: j.Winner, Firm: j.Firm,
		Gain: float64(j.Gain), Lo: float64(j.Lo), Hi: float64(j.Hi)}
	return err
}
