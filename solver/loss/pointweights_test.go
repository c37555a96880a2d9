package loss

import (
	"math"
	"slices"
	"testing"

	"counterpoint/solver/experiment"
)

// lines returns an equation of four points and a condition of two.
func lines(residual ...float64) []PointLine {
	return []PointLine{
		{Interior: true, Residual: residual, Time: []float64{0, 0.4, 0.6, 1}, Weight: make([]float64, 4)},
		{Residual: []float64{3, -1}, Time: []float64{0, 0}, Weight: make([]float64, 2)},
	}
}

func near(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= 1e-13*math.Max(1, math.Abs(y)) })
}

func TestRBA(t *testing.T) {
	l := lines(1, -4, 2, 0)
	m := RBA.New(l, 1)
	if !near(l[0].Weight, make([]float64, 4)) || !near(l[1].Weight, []float64{1, 1}) {
		t.Errorf("at the start: %v, %v", l[0].Weight, l[1].Weight)
	}
	m.Update(l)
	m.Update(l)
	var want []float64
	for _, share := range []float64{0.25, 1, 0.5, 0} {
		x := 0.999*0.01*share + 0.01*share
		want = append(want, x*x)
	}
	if !near(l[0].Weight, want) || !near(l[1].Weight, []float64{1, 1}) {
		t.Errorf("after two updates: %v, want %v; condition %v", l[0].Weight, want, l[1].Weight)
	}
	for range 20000 {
		m.Update(l)
	}
	if w := l[0].Weight[1]; math.Abs(w-100) > 1e-6 {
		t.Errorf("the bound (.01/(1-.999))^2 = 100 is approached at %g", w)
	}
}

// Equations and conditions at one time have multipliers, those at the start or end a hundred times larger; boundaries and data weigh 1.
func TestSelfAdaptive(t *testing.T) {
	const n = 400
	line := func(interior bool, time func(j int) float64) PointLine {
		l := PointLine{Interior: interior, Residual: make([]float64, n), Weight: make([]float64, n)}
		for j := range n {
			l.Residual[j] = float64(j%3) - 1
			if time != nil {
				l.Time = append(l.Time, time(j))
			}
		}
		return l
	}
	along := func(j int) float64 { return float64(j) / (n - 1) }
	l := []PointLine{
		line(true, along), line(false, func(int) float64 { return 0 }), line(false, func(int) float64 { return 1 }),
		line(false, along), line(false, func(int) float64 { return .5 }), line(false, nil), line(true, nil),
	}
	m := SelfAdaptive.New(l, 5)
	var before [][]float64
	for i, most := range []float64{1, 1e4, 1e4, 0, 0, 0, 1} {
		before = append(before, slices.Clone(l[i].Weight))
		lowest, highest := slices.Min(l[i].Weight), slices.Max(l[i].Weight)
		if most == 0 && (lowest != 1 || highest != 1) || most > 0 && (!(lowest > 0 && lowest < 1e-2*most) || !(highest < most && highest > .9*most)) {
			t.Errorf("line %d starts with weights from %g to %g, want them below %g", i, lowest, highest, most)
		}
	}
	m.Update(l)
	for i := range l {
		for j, w := range l[i].Weight {
			root := math.Sqrt(before[i][j])
			if l[i].Residual[j] != 0 && i != 3 && i != 4 && i != 5 {
				root += 0.005 // the first step of Adam is its rate, whatever the gradient
			}
			if math.Abs(w-root*root) > 1e-6+1e-5*root { // the eps in it
				t.Errorf("line %d point %d: weight %g, want %g", i, j, w, root*root)
			}
		}
	}
	if got := len(m.State()); got != 1+4*3 {
		t.Errorf("%d arrays of state, want the count and three for each of four lines", got)
	}
}

func TestCausal(t *testing.T) {
	l := lines(3, 1, 2, 5)
	m := Causal.New(l, 1)
	m.Update(l)
	// slices 0, 12, 19, 31 hold one point each
	if want := []float64{1, math.Exp(-0.01 * 9), math.Exp(-0.01 * 10), math.Exp(-0.01 * 14)}; !near(l[0].Weight, want) || !near(l[1].Weight, []float64{1, 1}) {
		t.Errorf("%v, want %v; condition %v", l[0].Weight, want, l[1].Weight)
	}
	small := lines(0.1, 0.1, 0.1, 0.1)
	m = Causal.New(small, 1)
	for range 2 {
		m.Update(small) // .01 * .03 keeps every weight above .99: the rate goes on to .1, then to 1
	}
	m.Update(small)
	if want := math.Exp(-1 * 0.03); math.Abs(small[0].Weight[3]-want) > 1e-13 {
		t.Errorf("the last weight at rate 1: %g, want %g", small[0].Weight[3], want)
	}
}

// Every method resumes with the same bits, allocates nothing and keeps weights finite for residuals that are zero, one huge, all huge.
func TestPointWeightsResumeAndSurvive(t *testing.T) {
	checked := 0
	for _, e := range AllPointWeights() {
		for name, r := range map[string][]float64{"plain": {1, -2, 3, 0.5}, "zero": {0, 0, 0, 0}, "one huge": {1, 1e12, 1, 0}, "all huge": {1e12, -1e12, 1e12, 1e12}} {
			checked++
			a, b := lines(r...), lines(r...)
			m, n := e.New(a, 3), e.New(b, 3)
			for range 10 {
				m.Update(a)
			}
			for i := range a {
				copy(b[i].Weight, a[i].Weight)
			}
			copyAll(n.State(), m.State())
			for range 10 {
				m.Update(a)
				n.Update(b)
			}
			for i := range a {
				if !slices.Equal(a[i].Weight, b[i].Weight) {
					t.Errorf("%s, %s: the resumed weights differ: %v, %v", e.Name, name, a[i].Weight, b[i].Weight)
				}
				for _, w := range a[i].Weight {
					if !(w >= 0 && w < 1e6) {
						t.Errorf("%s, %s: weight %g", e.Name, name, w)
					}
				}
			}
			if got := testing.AllocsPerRun(10, func() { m.Update(a) }); got != 0 {
				t.Errorf("%s: Update allocates %g times", e.Name, got)
			}
		}
		if found, err := FindPointWeights(e.Name); err != nil || found.Doc == "" || found.Source == "" {
			t.Errorf("%s: %v, or no doc or source", e.Name, err)
		}
	}
	if checked != 12 {
		t.Fatalf("%d cases", checked)
	}
	if _, err := FindPointWeights("rbb"); err == nil {
		t.Error("an unknown name was found")
	}
}

func copyAll(to, from []experiment.Array) {
	for i := range to {
		copy(to[i].F64, from[i].F64)
	}
}

// A restored stage that is no index of a rate is taken as the nearest.
func TestCausalOfForeignStage(t *testing.T) {
	for _, stage := range []float64{-3, 99, math.NaN(), math.Inf(1)} {
		l := lines(3, 1, 2, 5)
		m := Causal.New(l, 1)
		m.State()[0].F64[0] = stage
		m.Update(l)
		for _, w := range l[0].Weight {
			if !(w >= 0 && w <= 1) {
				t.Errorf("stage %g: weight %g", stage, w)
			}
		}
	}
}
