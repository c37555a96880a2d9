package experiment

import (
	"encoding/json"
	"math"
)

// maybe is a number whose JSON is null where it is not finite: what is not known is neither 0 nor the end of the message.
type maybe float64

// MarshalJSON is called by package json.
func (m maybe) MarshalJSON() ([]byte, error) {
	if v := float64(m); !math.IsNaN(v) && !math.IsInf(v, 0) {
		return json.Marshal(v)
	}
	return []byte("null"), nil
}

// UnmarshalJSON is called by package json.
func (m *maybe) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*m = maybe(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(m))
}

type evidenceJSON struct {
	Name      string `json:"name"`
	Meaning   string `json:"meaning"`
	Value     maybe  `json:"value"`
	Lo        maybe  `json:"lo"`
	Hi        maybe  `json:"hi"`
	Threshold maybe  `json:"threshold"`
	Decides   bool   `json:"decides"`
}

// MarshalJSON writes null for a number that is not finite.
func (e Evidence) MarshalJSON() ([]byte, error) {
	return json.Marshal(evidenceJSON{e.Name, e.Meaning, maybe(e.Value), maybe(e.Lo), maybe(e.Hi), maybe(e.Threshold), e.Decides})
}

// UnmarshalJSON reads null as NaN.
func (e *Evidence) UnmarshalJSON(b []byte) error {
	var j evidenceJSON
	err := json.Unmarshal(b, &j)
	*e = Evidence{j.Name, j.Meaning, float64(j.Value), float64(j.Lo), float64(j.Hi), float64(j.Threshold), j.Decides}
	return err
}

type pairJSON struct {
	A        string `json:"a"`
	B        string `json:"b"`
	Cosine   maybe  `json:"cosine"`
	Rate     maybe  `json:"rate"`
	Ratio    maybe  `json:"ratio"`
	Lo       maybe  `json:"lo"`
	Hi       maybe  `json:"hi"`
	Inside   maybe  `json:"inside"`
	Conflict maybe  `json:"conflict"`
	Longest  int    `json:"longest"`
}

// MarshalJSON writes null for a number that is not finite.
func (p PairEvidence) MarshalJSON() ([]byte, error) {
	return json.Marshal(pairJSON{p.A, p.B, maybe(p.Cosine), maybe(p.Rate), maybe(p.Ratio), maybe(p.Lo), maybe(p.Hi), maybe(p.Inside), maybe(p.Conflict), p.Longest})
}

// UnmarshalJSON reads null as an open end of the interval, and as NaN elsewhere.
func (p *PairEvidence) UnmarshalJSON(b []byte) error {
	var j pairJSON
	err := json.Unmarshal(b, &j)
	*p = PairEvidence{j.A, j.B, float64(j.Cosine), float64(j.Rate), float64(j.Ratio), float64(j.Lo), float64(j.Hi), float64(j.Inside), float64(j.Conflict), j.Longest}
	if math.IsNaN(p.Hi) {
		p.Hi = math.Inf(1)
	}
	return err
}

type blockJSON struct {
	Name      string `json:"name"`
	Best      maybe  `json:"phi_*"`
	Unit      maybe  `json:"phi_1"`
	Imbalance maybe  `json:"imbalance"`
	Share     maybe  `json:"share"`
	Votes     bool   `json:"votes"`
}

// MarshalJSON writes null for a number that is not finite.
func (e BlockEvidence) MarshalJSON() ([]byte, error) {
	return json.Marshal(blockJSON{e.Name, maybe(e.Best), maybe(e.Unit), maybe(e.Imbalance), maybe(e.Share), e.Votes})
}

// UnmarshalJSON reads null as NaN.
func (e *BlockEvidence) UnmarshalJSON(b []byte) error {
	var j blockJSON
	err := json.Unmarshal(b, &j)
	*e = BlockEvidence{j.Name, float64(j.Best), float64(j.Unit), float64(j.Imbalance), float64(j.Share), j.Votes}
	return err
}

type counterfactualJSON struct {
	Arm   string  `json:"arm"`
	Rate  []maybe `json:"rate"`
	Worst maybe   `json:"worst"`
}

// MarshalJSON writes null for a number that is not finite.
func (c Counterfactual) MarshalJSON() ([]byte, error) {
	j := counterfactualJSON{Arm: c.Arm, Rate: make([]maybe, len(c.Rate)), Worst: maybe(c.Worst)}
	for i, v := range c.Rate {
		j.Rate[i] = maybe(v)
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads null as NaN.
func (c *Counterfactual) UnmarshalJSON(b []byte) error {
	var j counterfactualJSON
	err := json.Unmarshal(b, &j)
	*c = Counterfactual{Arm: j.Arm, Worst: float64(j.Worst)}
	for _, v := range j.Rate {
		c.Rate = append(c.Rate, float64(v))
	}
	return err
}
