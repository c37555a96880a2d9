package experiment

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
)

// TestTraceJSON: a trace comes through JSON as it was, absent values too.
func TestTraceJSON(t *testing.T) {
	nan := math.NaN()
	in := Trace{
		Losses: []string{"pde", "ic"}, Problem: "heat", Framework: "torch", Rows: 20, Step: []int{0, 10}, Loss: []float64{1, 2, 3, nan},
		Gram: []float64{1, .5, .5, 1, 2, nan, nan, nan}, Unit: []float64{.1, nan}, Norm: []float64{.2, nan}, Best: []float64{.3, nan},
	}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var out Trace
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	if a, b := fmt.Sprint(in), fmt.Sprint(out); a != b {
		t.Errorf("%s came back as %s", a, b)
	}
}
