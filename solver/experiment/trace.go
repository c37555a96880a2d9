package experiment

import "encoding/json"

// Trace is a run that another program recorded, as far as it is shown: T rows of K losses, thinned evenly from those of the file. The
// geometry is that of the raw gradients; the statistics are in Adam's metric if the file has it. NaN where a value is absent.
type Trace struct {
	Losses    []string
	Problem   string // as the file says; "" if it does not
	Framework string
	Rows      int // in the file
	Step      []int
	Loss      []float64 // T x K
	Gram      []float64 // T x K x K
	// Unit, Norm and Best are phi of unit and of gradient-norm weights and the bound of all directions (docs/diagnosis.md), one a row.
	Unit, Norm, Best []float64
}

type traceJSON struct {
	Losses    []string `json:"losses"`
	Problem   string   `json:"problem"`
	Framework string   `json:"framework"`
	Rows      int      `json:"rows"`
	Step      []int    `json:"step"`
	Loss      []maybe  `json:"loss"`
	Gram      []maybe  `json:"gram"`
	Unit      []maybe  `json:"unit"`
	Norm      []maybe  `json:"norm"`
	Best      []maybe  `json:"best"`
}

// MarshalJSON writes null for a number that is not finite.
func (t Trace) MarshalJSON() ([]byte, error) {
	return json.Marshal(traceJSON{t.Losses, t.Problem, t.Framework, t.Rows, t.Step, perhaps(t.Loss), perhaps(t.Gram), perhaps(t.Unit), perhaps(t.Norm), perhaps(t.Best)})
}

// UnmarshalJSON reads null as NaN.
func (t *Trace) UnmarshalJSON(b []byte) error {
	var j traceJSON
	err := json.Unmarshal(b, &j)
	*t = Trace{j.Losses, j.Problem, j.Framework, j.Rows, j.Step, surely(j.Loss), surely(j.Gram), surely(j.Unit), surely(j.Norm), surely(j.Best)}
	return err
}

func perhaps(v []float64) []maybe {
	out := make([]maybe, len(v))
	for i, x := range v {
		out[i] = maybe(x)
	}
	return out
}

func surely(v []maybe) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = float64(x)
	}
	return out
}
