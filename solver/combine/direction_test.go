package combine

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// g_1 = (2, 0), g_2 = (-.6, .8): norms 2 and 1, cosine -.6. By hand; aligned-mtl by the closed polar factor of a 2 x 2 matrix, cagrad
// by a ternary search over the weight.
func TestDirectionVectors(t *testing.T) {
	rows := [][]float64{{2, 0}, {-.6, .8}}
	want := map[string][]float64{
		"sum":         {1.4, .8},
		"pcgrad":      {1.28, 1.76},
		"gradvac":     {1.28, 1.76},
		"mgda":        {.6, 1.2},
		"config":      {.6, 1.2},
		"dcgd":        {.6, 1.2},
		"imtl-g":      {4. / 15, 8. / 15},
		"nash-mtl":    {1 / math.Sqrt(5), 2 / math.Sqrt(5)},
		"upgrad":      {.64, .88},
		"aligned-mtl": {.5846265857676, .9035138143681},
		"cagrad":      {.8732858862773, 1.1344693930096},
	}
	checked := 0
	for _, e := range AllDirections() {
		d := blend(rows, combined(e, rows, 0))
		for i, w := range want[e.Name] {
			checked++
			if math.Abs(d[i]-w) > 1e-11 { // the expectations have 13 digits
				t.Errorf("%s: d = %v, want %v", e.Name, d, want[e.Name])
				break
			}
		}
	}
	if checked != 2*len(AllDirections()) {
		t.Errorf("%d components checked for %d directions", checked, len(AllDirections()))
	}
}

// GradVac's second step has the target -.3 for both pairs; by hand from the formula.
func TestGradVacSecondStep(t *testing.T) {
	rows := [][]float64{{2, 0}, {-.6, .8}}
	d, c := GradVac.New(2, Setup{Seed: 1}), make([]float64, 2)
	d.Combine(gramOf(rows), 2, 0, c)
	if got := d.State()[0].F64; math.Abs(got[1]+.3) > 1e-15 || math.Abs(got[2]+.3) > 1e-15 || got[0] != 0 {
		t.Fatalf("targets %v, want -.3 off the diagonal", got)
	}
	d.Combine(gramOf(rows), 2, 1, c)
	turn := (.6*math.Sqrt(.91) - .3*.8) / math.Sqrt(.91)
	want := []float64{1 + turn/2, 1 + 2*turn}
	for i := range c {
		if math.Abs(c[i]-want[i]) > 1e-14 {
			t.Errorf("coefficients %v, want %v", c, want)
			break
		}
	}
}

type degenerate struct {
	name   string
	rows   [][]float64
	absent []int
}

func degenerates() []degenerate {
	nan, inf := math.NaN(), math.Inf(1)
	return []degenerate{
		{"zero gradient", [][]float64{{1, 2}, {0, 0}, {3, -1}}, []int{1}},
		{"all zero", [][]float64{{0, 0}, {0, 0}}, []int{0, 1}},
		{"identical", [][]float64{{1, 2, 3}, {1, 2, 3}, {1, 2, 3}}, nil},
		{"collinear", [][]float64{{1, 2}, {2, 4}, {10, 20}}, nil},
		{"opposite", [][]float64{{1, 2}, {-1, -2}}, nil},
		{"opposite and longer", [][]float64{{3, 6}, {-1, -2}}, nil},
		{"single", [][]float64{{1, 2}}, nil},
		{"single, absent", [][]float64{{0, 0}}, []int{0}},
		{"one huge", [][]float64{{1e12, 0, 0}, {-.5, 1, 0}, {.1, -.5, 1}}, nil},
		{"one tiny", [][]float64{{1e-25, 0, 0}, {-.5, 1, 0}, {.1, -.5, 1}}, nil},
		{"rank below the number", [][]float64{{1, 0}, {.5, 1}, {-.3, 1}, {0, 2}}, nil},
		{"cancelling, rank below the number", [][]float64{{1, 0}, {-.5, .8}, {-.5, -.8}}, nil},
		{"NaN", [][]float64{{1, 2}, {nan, 1}, {3, -1}}, []int{1}},
		{"infinite", [][]float64{{1, 2}, {inf, 1}, {3, -1}}, []int{1}},
		{"all NaN", [][]float64{{nan, nan}, {nan, 1}}, []int{0, 1}},
		{"nearly opposite", [][]float64{{1, 0}, {-1, 1e-7}, {0, 1}}, nil},
		{"eight", gaussian(rand.New(rand.NewPCG(8, 8)), 8, 5, 2), nil},
		{"fourteen", gaussian(rand.New(rand.NewPCG(14, 8)), 14, 9, 1), nil},
	}
}

func TestDirectionsAtDegenerateGradients(t *testing.T) {
	checked := 0
	for _, e := range AllDirections() {
		for _, tt := range degenerates() {
			c := combined(e, tt.rows, 3)
			if !finite(c) {
				t.Errorf("%s, %s: coefficients %v", e.Name, tt.name, c)
				continue
			}
			for _, i := range tt.absent {
				if c[i] != 0 {
					t.Errorf("%s, %s: absent gradient %d has coefficient %g", e.Name, tt.name, i, c[i])
				}
			}
			if len(tt.absent) > 0 && len(tt.absent) < len(tt.rows) {
				if g := combined(e, without(tt.rows, tt.absent), 3); len(tt.rows)-len(tt.absent) > 1 && !agree(c, g, tt.absent) {
					t.Errorf("%s, %s: %v, without the absent %v", e.Name, tt.name, c, g)
				}
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

func without(rows [][]float64, absent []int) [][]float64 {
	var kept [][]float64
	for i, r := range rows {
		if !slices.Contains(absent, i) {
			kept = append(kept, r)
		}
	}
	return kept
}

// agree reports whether the present members of c are g: an absent gradient is as if it were not there.
func agree(c, g []float64, absent []int) bool {
	at := 0
	for i, v := range c {
		if !slices.Contains(absent, i) {
			if v != g[at] {
				return false
			}
			at++
		}
	}
	return at == len(g)
}

// What each method promises where angles degenerate. A single gradient, identical and collinear ones are descended by all; opposite
// ones give no step where the method looks for a direction that serves both.
func TestDirectionsOnALine(t *testing.T) {
	still := []string{"aligned-mtl", "config", "dcgd", "gradvac", "imtl-g", "mgda", "nash-mtl", "pcgrad", "upgrad"}
	checked := 0
	for _, e := range AllDirections() {
		for _, tt := range degenerates() {
			switch tt.name {
			case "single", "identical", "collinear":
				d := blend(tt.rows, combined(e, tt.rows, 0))
				if cos := dot(d, tt.rows[0]) / norm(d) / norm(tt.rows[0]); !(cos > 1-1e-12) {
					t.Errorf("%s, %s: the cosine with the line is %g, want 1", e.Name, tt.name, cos)
				}
				checked++
			case "opposite", "opposite and longer":
				if !slices.Contains(still, e.Name) || e.Name == "aligned-mtl" && tt.name != "opposite" {
					continue // one principal direction is left, along the longer gradient
				}
				d := blend(tt.rows, combined(e, tt.rows, 0))
				// gradvac keeps cosines 1e-6 away from -1, nash-mtl and mgda solve with a ridge of 1e-12 on squares
				if norm(d) > 5e-6*norm(tt.rows[0]) {
					t.Errorf("%s, %s: a step of length %g, want none", e.Name, tt.name, norm(d))
				}
				checked++
			}
		}
	}
	if checked != 3*len(AllDirections())+2*len(still)-1 {
		t.Errorf("checked %d cases", checked)
	}
}

// Opposite pairs leave no direction that serves all, and rounding must not invent one.
func TestOppositePairs(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	checked := 0
	for range 50 {
		rows := gaussian(rng, 2, 5, 1)
		rows = append(rows, scaledBy(rows[0], -3), scaledBy(rows[1], -.7))
		for _, e := range []DirectionEntry{ConFIG, IMTLG, MGDA, NashMTL, UPGrad} {
			// the ridges on squares leave 1e-6 of a length at most
			if d := blend(rows, combined(e, rows, 0)); norm(d) > 5e-6*(norm(rows[2])+norm(rows[1])) {
				t.Errorf("%s: a step of length %g, want none", e.Name, norm(d))
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// A single gradient is itself, but for nash-mtl, whose step has length one.
func TestSingleGradient(t *testing.T) {
	checked := 0
	for _, e := range AllDirections() {
		want := 1.0
		if e.Name == "nash-mtl" {
			want = .2
		}
		if c := combined(e, [][]float64{{3, 4}}, 0); math.Abs(c[0]-want) > 1e-12 && e.Name != "cagrad" {
			t.Errorf("%s: coefficient %g, want %g", e.Name, c[0], want)
		} else if e.Name == "cagrad" && math.Abs(c[0]-1.4/1.16) > 1e-11 { // (1+c)/(1+c^2)
			t.Errorf("cagrad: coefficient %g, want %g", c[0], 1.4/1.16)
		}
		checked++
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// ordered names the directions that depend on the order of losses by definition, and the permutations that they do commute with.
var ordered = map[string]func(k int) bool{
	"pcgrad":  func(k int) bool { return k == 2 },
	"gradvac": func(k int) bool { return k == 2 },
}

func TestPermutedLosses(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	checked := map[string]int{}
	for range 60 {
		k := 2 + rng.IntN(4)
		rows := gaussian(rng, k, 9, 1)
		for _, e := range AllDirections() {
			p := rng.Perm(k)
			if may := ordered[e.Name]; may != nil && !may(k) {
				continue
			}
			of, ofPermuted := marks(rng, p)
			permuted := make([][]float64, k)
			for i, j := range p {
				permuted[i] = rows[j]
			}
			a, b := make([]float64, k), make([]float64, k)
			e.New(k, Setup{Seed: 7, Equation: of}).Combine(gramOf(rows), k, 5, a)
			e.New(k, Setup{Seed: 7, Equation: ofPermuted}).Combine(gramOf(permuted), k, 5, b)
			for i, j := range p {
				// rounding of sums in another order, through systems of condition up to 1e4
				if math.Abs(b[i]-a[j]) > 1e-9*(1+math.Abs(a[j])) {
					t.Errorf("%s: %v, permuted by %v: %v", e.Name, a, p, b)
					break
				}
			}
			checked[e.Name]++
		}
	}
	if len(checked) != len(AllDirections()) {
		t.Errorf("checked %v", checked)
	}
}

// Scaling all gradients never turns the direction; scaling one does not where the method works on unit gradients.
func TestScaledLosses(t *testing.T) {
	units := []string{"config", "imtl-g", "mgda", "nash-mtl"}
	rng := rand.New(rand.NewPCG(2, 2))
	checked := 0
	for range 60 {
		k := 2 + rng.IntN(4)
		rows := gaussian(rng, k, 9, 1)
		for _, e := range AllDirections() {
			for _, one := range []bool{false, true} {
				if one && !slices.Contains(units, e.Name) {
					continue
				}
				scaled := make([][]float64, k)
				for i, r := range rows {
					scaled[i] = slices.Clone(r)
					for j := range r {
						if !one || i == k-1 {
							scaled[i][j] *= 1e4
						}
					}
				}
				a, b := blend(rows, combined(e, rows, 5)), blend(scaled, combined(e, scaled, 5))
				if cos := dot(a, b) / norm(a) / norm(b); cos < 1-1e-9 {
					t.Errorf("%s, one loss %v: scaling turns the step to cosine %g", e.Name, one, cos)
				}
				checked++
			}
		}
	}
	if checked != 60*(len(AllDirections())+len(units)) {
		t.Errorf("checked %d", checked)
	}
}

// Gradients without a conflict stay a descent of every loss, and of the sum. Aligned-MTL promises the sum alone.
func TestAgreeingGradientsStayADescent(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	checked := 0
	for range 200 {
		k := 1 + rng.IntN(6)
		rows := gaussian(rng, k, 8, 1)
		for _, r := range rows {
			for i := range r {
				r[i] = math.Abs(r[i])
			}
		}
		for _, e := range AllDirections() {
			d, total := blend(rows, combined(e, rows, 1)), 0.0
			for i, r := range rows {
				v := dot(d, r)
				total += v
				if e.Name != "aligned-mtl" && v < -1e-12*norm(d)*norm(r) {
					t.Errorf("%s: loss %d ascends by %g", e.Name, i, v)
				}
			}
			if !(total > 0) {
				t.Errorf("%s: the sum ascends by %g", e.Name, total)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// Safe means that no loss ascends, for any linearly independent gradients.
func TestSafeDirections(t *testing.T) {
	checked, unsafe := 0, map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 6).Draw(t, "k")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		rows := gaussian(rng, k, k+rng.IntN(4), 2)
		r := newReduced(k)
		r.read(gramOf(rows), k)
		g := newEigen(k)
		if g.of(r.c, k); g.value[0] < 1e-5 {
			return // dependent to what rounding of the solutions leaves visible
		}
		for _, e := range AllDirections() {
			d := blend(rows, combined(e, rows, 2))
			for i, row := range rows {
				// relative to a step of length |d|: rounding of 1e-16 through systems of condition 1e5
				if v := dot(d, row) / norm(d) / norm(row); v < -1e-9 {
					unsafe[e.Name] = true
					if e.Safe {
						t.Fatalf("%s: loss %d ascends, cosine %g", e.Name, i, v)
					}
				}
			}
			checked++
		}
	})
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
	for _, e := range AllDirections() {
		if !e.Safe && !unsafe[e.Name] {
			t.Errorf("%s is not said to be safe, and no case shows why", e.Name)
		}
	}
}

// Any matrix of numbers, Gram or not, gives finite coefficients.
func TestCoefficientsAreFinite(t *testing.T) {
	special := []float64{0, 1, -1, 1e-320, 1e-30, 1e300, -1e300, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64}
	checked := 0
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 5).Draw(t, "k")
		entry := rapid.OneOf(rapid.SampledFrom(special), rapid.Float64())
		q := rapid.SliceOfN(entry, k*k, k*k).Draw(t, "q")
		for _, e := range AllDirections() {
			d, c := e.New(k, Setup{Seed: 1}), make([]float64, k)
			for step := range 3 {
				if d.Combine(q, k, step, c); !finite(c) {
					t.Fatalf("%s: %v from %v", e.Name, c, q)
				}
			}
			checked++
		}
	})
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

func TestDirectionsResume(t *testing.T) {
	const half = 20
	checked, moved := 0, 0
	for _, e := range AllDirections() {
		for _, k := range []int{2, 4} {
			rng := rand.New(rand.NewPCG(5, 5))
			whole, first, second := e.New(k, Setup{Seed: 3}), e.New(k, Setup{Seed: 3}), e.New(k, Setup{Seed: 3})
			a, b := make([]float64, k), make([]float64, k)
			for step := range 2 * half {
				q := gramOf(gaussian(rng, k, 6, 1))
				part := first
				if step == half {
					moved += restore(t, second.State(), first.State())
				}
				if step >= half {
					part = second
				}
				whole.Combine(q, k, step, a)
				part.Combine(q, k, step, b)
				if !slices.Equal(a, b) {
					t.Fatalf("%s: step %d gives %v, resumed %v", e.Name, step, a, b)
				}
				checked++
			}
		}
	}
	if checked == 0 || moved == 0 {
		t.Fatalf("checked %d steps, moved %d numbers", checked, moved)
	}
}

func TestCombineAllocatesNothing(t *testing.T) {
	checked := 0
	for _, e := range AllDirections() {
		for _, k := range []int{1, 3, 8} {
			rng := rand.New(rand.NewPCG(6, 6))
			q, c, d := gramOf(gaussian(rng, k, 6, 1)), make([]float64, k), e.New(k, Setup{Seed: 1})
			d.Combine(q, k, 0, c)
			if n := testing.AllocsPerRun(5, func() { d.Combine(q, k, 1, c) }); n != 0 {
				t.Errorf("%s, %d gradients: %g allocations, want 0", e.Name, k, n)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// Random orders depend on seed and step alone, and visit every order.
func TestRandomOrders(t *testing.T) {
	var d dice
	p, seen := make([]int, 3), map[[3]int]int{}
	for step := range 6000 {
		d.at(9, streamPCGrad, step)
		d.shuffle(p)
		seen[[3]int(p)]++
	}
	for o, n := range seen {
		if n < 850 || n > 1150 { // 1000 expected, standard deviation 29
			t.Errorf("order %v came %d times of 6000", o, n)
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d orders of three, want 6", len(seen))
	}
}

func BenchmarkCombine(b *testing.B) {
	rng := rand.New(rand.NewPCG(6, 6))
	for _, k := range []int{3, 6} {
		q, c := gramOf(gaussian(rng, k, 9, 1)), make([]float64, k)
		for _, e := range AllDirections() {
			b.Run(e.Name+"/k="+string(rune('0'+k)), func(b *testing.B) {
				d := e.New(k, Setup{Seed: 1})
				for b.Loop() {
					d.Combine(q, k, 0, c)
				}
			})
		}
	}
}
