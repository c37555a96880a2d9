package loss

import (
	"math"
	"testing"

	"counterpoint/solver/network"
	"counterpoint/solver/problem"
)

// gateAt evaluates a gate at a point by its definition.
func gateAt(g network.Gate, x []float64) float64 {
	if len(g.Factors) == 0 {
		return 1
	}
	v := 1.0
	for _, f := range g.Factors {
		y := x[f.Coord]
		switch {
		case !f.AtLo && !f.AtHi:
			v *= 1 - 4*(y-f.Lo)*(f.Hi-y)/((f.Hi-f.Lo)*(f.Hi-f.Lo))
		case f.AtLo && f.AtHi:
			v *= 4 * (y - f.Lo) * (f.Hi - y) / ((f.Hi - f.Lo) * (f.Hi - f.Lo))
		case f.AtLo:
			v *= 1 - math.Exp(-(y-f.Lo)/f.Reach)
		default:
			v *= 1 - math.Exp(-(f.Hi-y)/f.Reach)
		}
	}
	if g.Complement {
		return 1 - v
	}
	return v
}

// Gates are 1 where their loss lives and the equation's are 0 there; every loss of every problem has one.
func TestGates(t *testing.T) {
	p, err := problem.Load("burgers") // x in [-1, 1], t in [0, 1]: pde, bc, ic
	if err != nil {
		t.Fatal(err)
	}
	g, err := Gates(p, false, false, 0.2)
	if err != nil || len(g) != 3 {
		t.Fatalf("%d gates, %v", len(g), err)
	}
	pde, bc, ic := g[0], g[1], g[2]
	for _, tt := range []struct {
		name string
		got  float64
		want float64
	}{
		{"bc at its face", gateAt(bc, []float64{-1, 0.4}), 1}, {"bc at the other face", gateAt(bc, []float64{1, 0}), 1},
		{"bc in the middle", gateAt(bc, []float64{0, 0.4}), 0}, {"bc between", gateAt(bc, []float64{0.5, 0.4}), 0.25},
		{"ic at the start", gateAt(ic, []float64{0.3, 0}), 1}, {"ic later", gateAt(ic, []float64{0.3, 0.2}), math.Exp(-1)},
		{"pde at the start", gateAt(pde, []float64{0.3, 0}), 0}, {"pde at a face", gateAt(pde, []float64{1, 0.5}), 0},
		{"pde inside", gateAt(pde, []float64{0, 0.2}), 1 - math.Exp(-1)},
	} {
		if math.Abs(tt.got-tt.want) > 1e-12 {
			t.Errorf("%s: %g, want %g", tt.name, tt.got, tt.want)
		}
	}
	g, err = Gates(p, false, true, 0.2)
	if err != nil || len(g) != 3 {
		t.Fatalf("%d gates, %v", len(g), err)
	}
	for _, tt := range []struct {
		name string
		got  float64
		want float64
	}{
		{"opposite bc at its face", gateAt(g[1], []float64{-1, 0.4}), 0}, {"opposite bc in the middle", gateAt(g[1], []float64{0, 0.4}), 1},
		{"opposite ic at the end", gateAt(g[2], []float64{0.3, 1}), 1}, {"opposite pde in the middle", gateAt(g[0], []float64{0, 0.4}), 0},
	} {
		if math.Abs(tt.got-tt.want) > 1e-12 {
			t.Errorf("%s: %g, want %g", tt.name, tt.got, tt.want)
		}
	}
	checked := 0
	for _, name := range problem.Names() {
		p, err := problem.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		names, err := Names(p, true)
		if err != nil {
			t.Fatal(err)
		}
		if g, err := Gates(p, true, false, 0.2); err != nil || len(g) != len(names) {
			t.Errorf("%s: %d gates for %d losses, %v", name, len(g), len(names), err)
		}
		checked++
	}
	if checked < 100 {
		t.Fatalf("%d problems", checked)
	}
}

// A loss with a line on a face and a line on data lives everywhere.
func TestGateOfFaceAndData(t *testing.T) {
	p, err := problem.Load("burgers")
	if err != nil {
		t.Fatal(err)
	}
	line := p.Losses[1].Lines[0]
	line.Data = &problem.Data{}
	p.Losses[1].Lines = append(p.Losses[1].Lines, line)
	g, err := Gates(p, false, false, 0.2)
	if err != nil || len(g) != 3 {
		t.Fatalf("%d gates, %v", len(g), err)
	}
	for _, x := range []float64{-1, 0, 0.5, 1} {
		if v := gateAt(g[1], []float64{x, 0.4}); v != 1 {
			t.Errorf("gate %g at x = %g, want 1", v, x)
		}
	}
}
