package problem

import (
	"math"
	"strings"
	"testing"

	"counterpoint/solver/collocation"
)

// Each kind of space samples as it says: the mean square of a coordinate is that of the box, the ball, the normal distribution.
func TestSpaces(t *testing.T) {
	const n = 4000
	sampler, err := collocation.Find("uniform")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		in, says   string
		meanSquare float64
	}{
		{"[-1, 1]", "uniform in the box", 1.0 / 3},
		{"ball(2)", "uniform in the ball of radius 2 of x", 4.0 / (6 + 2)},
		{"radial(2)", "uniform radius up to 2, uniform direction of x", 4.0 / (6 * 3)},
		{"normal(0.5)", "normal with standard deviation 0.5 in each of x", 0.25},
	} {
		p, faults := Parse("t.pde", "title t\ncoord x[6] in "+tt.in+"\ntime t in [0, 1]\nfield u\nloss a: u_t = lap(u)\nloss b: u = 0 on t=1\n")
		if len(faults) > 0 {
			t.Fatalf("%s: %v", tt.in, faults)
		}
		if !strings.HasPrefix(p.Measure, tt.says) {
			t.Errorf("%s: measure %q, want %q", tt.in, p.Measure, tt.says)
		}
		for _, l := range p.Losses {
			x, _, err := collocation.Place(l.Lines[0].Region, 7, n, sampler, 1, 0)
			if err != nil {
				t.Fatal(err)
			}
			sum := 0.0
			for k := range n {
				for i := range 6 {
					sum += x[7*k+i] * x[7*k+i] / (6 * n)
				}
				if l.Name == "b" && x[7*k+6] != 1 {
					t.Fatalf("%s: the end of time is at %g", tt.in, x[7*k+6])
				}
			}
			// 24000 squares with a spread of at most 1.8 of their mean: 1.2 percent if all were independent; four of them
			if math.Abs(sum/tt.meanSquare-1) > 0.06 {
				t.Errorf("%s, loss %s: mean square %g, want %g", tt.in, l.Name, sum, tt.meanSquare)
			}
		}
	}
}

func TestSpacesRefused(t *testing.T) {
	for _, tt := range []struct{ coord, says string }{
		{"coord x in normal(1)", "a normal distribution needs a vector coordinate"},
		{"coord x[3] in normal(0)", "the standard deviation 0 is not positive"},
		{"coord x[3] in normal(-1)", "is not positive"},
		{"coord x[3] in normal 1", "the standard deviation"},
		{"coord x[3] in normal(1)\ncoord y[3] in ball(1)", "at most one may"},
		{"coord x[3] in normal(1)\nloss b: u = 0 on boundary", "boundary"},
	} {
		_, faults := Parse("t.pde", "title t\n"+tt.coord+"\nfield u\nloss a: lap(u) = 0\n")
		if len(faults) == 0 || !strings.Contains(faults[0].Error(), tt.says) {
			t.Errorf("%q: %v, want a fault that says %q", tt.coord, faults, tt.says)
		}
	}
}
