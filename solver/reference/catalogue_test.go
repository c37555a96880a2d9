//go:build !js

package reference

import (
	"math"
	"strings"
	"testing"

	"counterpoint/solver/expr"
	"counterpoint/solver/problem"
)

// Every problem of the catalogue that states a truth has one: finite on its judging grid, and a numerical one with an estimate
// far below the errors that networks reach.
func TestCatalogue(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	exact, numerical := 0, 0
	for _, name := range problem.Names() {
		if strings.Contains(name, "@") {
			continue // the same equations with other constants
		}
		p, err := problem.Load(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		bind, err := p.Bind(nil)
		if err != nil {
			t.Fatal(err)
		}
		f, err := For(p, bind)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if f == nil {
			if p.TruthName() != "none" {
				t.Errorf("%s: no truth, although it states %s", name, p.TruthName())
			}
			continue
		}
		if f.Name() == "exact" {
			exact++
		} else {
			numerical++
			t.Logf("%s: %s, estimate %.2g", name, f.Name(), f.Error())
		}
		if !(f.Error() < 1e-4) {
			t.Errorf("%s: estimate %g", name, f.Error())
		}
		x, n := Grid(p)
		d, out := len(p.Coords), make([]float64, len(p.Fields))
		for i := 0; i < n; i += 37 {
			f.At(x[i*d:(i+1)*d], out)
			for k, v := range out {
				if p.Truth == nil && p.Exact[k] == expr.None {
					continue
				}
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("%s: %s is %g at %v", name, p.Fields[k], v, x[i*d:(i+1)*d])
				}
			}
		}
	}
	if exact == 0 || numerical == 0 {
		t.Fatalf("%d exact and %d numerical truths", exact, numerical)
	}
}
