package interchange

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

func snapshot() experiment.Snapshot {
	return experiment.Snapshot{
		Step: 20, Seconds: 1.5, LR: 1e-3,
		Loss: []float64{0.1, math.NaN()}, Weight: []float64{1, 1},
		Gram:      []float64{2, -1e-9, -1e-9, 1. / 3},
		BlockGram: []float64{1, 0, 0, 0, 1, -1e-9, -1e-9, 1. / 3},
		Update:    []float64{1e300, 5e-324}, UpdateNorm: 0.25,
		Error: []float64{0.5},
	}
}

func TestGramBytes(t *testing.T) {
	var b bytes.Buffer
	g, err := NewGramWriter(&b, GramHeader{Losses: []string{"pde", "ic"}, NParams: 12, Batch: "fixed", Type: "f32", Optimizer: "adam", LR: 1e-3, Framework: "counterpoint 1", Problem: "heat", Seed: 7}, []string{"l0", `"q"`})
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot()
	if err := g.Row(&s); err != nil {
		t.Fatal(err)
	}
	s.Error, s.Update = []float64{math.NaN()}, nil
	if err := g.Row(&s); err != nil {
		t.Fatal(err)
	}
	want := `{"format":"pinn-gram","version":1,"losses":["pde","ic"],"reduction":"mean","weighted":false,"params":"shared","n_params":12,"batch":"fixed","dtype":"f32","optimizer":"adam","lr":0.001,"framework":"counterpoint 1","problem":"heat","seed":7}
{"step":20,"loss":[0.1,null],"gram":[[2,-1e-09],[-1e-09,0.3333333333333333]],"weights":[1,1],"blocks":{"l0":[[1,0],[0,0]],"\"q\"":[[1,-1e-09],[-1e-09,0.3333333333333333]]},"du":[1e+300,5e-324],"du_norm":0.25,"err":0.5,"t":1.5}
{"step":20,"loss":[0.1,null],"gram":[[2,-1e-09],[-1e-09,0.3333333333333333]],"weights":[1,1],"blocks":{"l0":[[1,0],[0,0]],"\"q\"":[[1,-1e-09],[-1e-09,0.3333333333333333]]},"t":1.5}
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &b, want)
	}
}

func TestGramReadsBackExactly(t *testing.T) {
	var b bytes.Buffer
	g, err := NewGramWriter(&b, GramHeader{Losses: []string{"pde", "ic"}, Fields: []string{"u", "v"}}, []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	s := snapshot()
	s.Error = []float64{0.1, 0.7}
	if err := g.Row(&s); err != nil {
		t.Fatal(err)
	}
	var row struct {
		Step   int
		Loss   []*float64
		Gram   [][]float64
		Blocks map[string][][]float64
		DU     []float64
		Err    float64
		Errs   []float64
	}
	lines := strings.Split(b.String(), "\n")
	if err := json.Unmarshal([]byte(lines[1]), &row); err != nil {
		t.Fatal(err)
	}
	if row.Step != 20 || *row.Loss[0] != 0.1 || row.Loss[1] != nil || row.Err != 0.7 || len(row.Errs) != 2 {
		t.Errorf("got %+v", row)
	}
	checked := 0
	for i := range 2 {
		for j := range 2 {
			if row.Gram[i][j] != s.Gram[2*i+j] || row.Blocks["a"][i][j]+row.Blocks["b"][i][j] != s.Gram[2*i+j] {
				t.Errorf("entry %d %d differs", i, j)
			}
			checked++
		}
		if row.DU[i] != s.Update[i] {
			t.Errorf("update %d: got %g, want %g", i, row.DU[i], s.Update[i])
		}
	}
	if checked != 4 {
		t.Errorf("checked %d entries, want 4", checked)
	}
}

func TestGramRefusesInfinity(t *testing.T) {
	var b bytes.Buffer
	g, err := NewGramWriter(&b, GramHeader{Losses: []string{"pde", "ic"}}, []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	n := b.Len()
	s := snapshot()
	s.Gram[3] = math.Inf(1)
	if err := g.Row(&s); err == nil || b.Len() != n {
		t.Errorf("a row with an infinity gave %v and %d bytes", err, b.Len()-n)
	}
}
