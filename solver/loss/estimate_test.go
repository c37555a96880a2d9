package loss

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"counterpoint/solver/problem"
)

const many = "title t\ncoord x[6] in [0, 1]\ntime t in [0, 1]\nfield u\nunknown c = 0.7\n"

// estimated is a problem's losses with an estimator.
func estimated(t *testing.T, p *problem.Problem, e Estimator, points int) *fixture {
	t.Helper()
	f := setUp(t, p, false, points)
	c := f.config
	c.Estimate = e
	l, err := New(p, f.bind, f.net, f.Losses.theta, f.set, c)
	if err != nil {
		t.Fatal(err)
	}
	f.Losses.Close()
	f.Losses = l
	return f
}

var estimators = []string{"sparse", "dense", "hutchinson"}

// Over many draws the mean of the loss and of its gradient, coefficients of inverse problems included, is the exact loss and gradient
// within four standard errors of the mean (a right program fails one of these 72 checks with probability 0.5 percent; the draws are
// fixed). The square of one estimate is not: its mean is off by its variance, which the same draws tell apart.
func TestEstimatesAreUnbiased(t *testing.T) {
	const draws, directions = 2000, 2
	p := parse(t, many+"loss a: u_t = c*lap(u) + u^2 + x[1]\nloss b: u*lap(u) = c\n")
	exact := setUp(t, p, false, 24)
	theta := slices.Clone(exact.theta)
	for i, rng := 0, rand.New(rand.NewPCG(5, 5)); i < exact.netParams; i++ {
		theta[i] = 0.8 * rng.NormFloat64() // curved enough for estimates to scatter
	}
	want := exact.at(theta)
	checked := 0
	for _, kind := range estimators {
		f := estimated(t, p, Estimator{kind, directions}, 24)
		copy(f.theta, theta)
		f.net.Pack()
		probes := probe(len(theta), len(f.Names), 10)
		sum := make([][]float64, len(probes))
		for step := range draws {
			f.Draw(uint64(step))
			f.Evaluate(f.values, f.grads)
			for i, q := range probes {
				sum[i] = append(sum[i], q.of(f.values, f.grads.Rows))
			}
		}
		for i, q := range probes {
			checked++
			mean, sd := moments(sum[i])
			se := sd / math.Sqrt(draws)
			if e := q.of(want, exact.grads.Rows); !(math.Abs(mean-e) < 4*se) || !(se > 0) {
				t.Errorf("%s, functional %d: mean %.6g, exact %.6g, standard error %.2g", kind, i, mean, e, se)
			}
		}
		if bias, se := squared(f, draws/4); !(bias > 5*se) {
			t.Errorf("%s: squaring one estimate is off by %.2g, standard error %.2g: the test cannot tell", kind, bias, se)
		}
	}
	if checked != 3*2*12 {
		t.Fatalf("%d functionals were checked", checked)
	}
}

// functionalOf is a loss's value, its derivative along a direction, or one component of its gradient.
type functionalOf struct {
	loss int
	d    []float64 // nil: the value
}

func (q functionalOf) of(values []float64, grads [][]float64) float64 {
	if q.d == nil {
		return values[q.loss]
	}
	sum := 0.0
	for i, v := range grads[q.loss] {
		sum += v * q.d[i]
	}
	return sum
}

// probe returns value, the last parameter's derivative (the unknown's) and n random directions for each loss.
func probe(params, losses, n int) []functionalOf {
	rng := rand.New(rand.NewPCG(1, 2))
	var out []functionalOf
	for k := range losses {
		last := make([]float64, params)
		last[params-1] = 1
		out = append(out, functionalOf{k, nil}, functionalOf{k, last})
		for range n {
			d := make([]float64, params)
			for i := range d {
				d[i] = rng.NormFloat64()
			}
			out = append(out, functionalOf{k, d})
		}
	}
	return out
}

// squared returns how far the mean square of the first loss's residual with one estimate lies above the loss, over the draws.
func squared(f *fixture, draws int) (bias, se float64) {
	var diff []float64
	w := f.workers[0]
	for step := range draws {
		f.Draw(uint64(step))
		f.Evaluate(f.values, f.grads)
		sum := -f.values[0]
		for _, b := range f.groups[0].blocks(0) {
			forward(f.net, f.groups[0], w.sweeps[0], b, -1)
			term, tape := f.groups[0].terms[0], w.tapes[0][0]
			tape.cut(term, b.start, b.padded)
			tape.read(f.set, term.leaves, w.sweeps[0])
			sum += w.adjoints(term, tape, b)
		}
		diff = append(diff, sum)
	}
	mean, sd := moments(diff)
	return mean, sd / math.Sqrt(float64(draws))
}

func moments(v []float64) (mean, sd float64) {
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		sd += (x - mean) * (x - mean) / float64(len(v)-1)
	}
	return mean, math.Sqrt(sd)
}

// For fixed directions the gradient is that of the loss.
func TestGradientsOfEstimates(t *testing.T) {
	checked := 0
	for _, kind := range estimators {
		f := estimated(t, parse(t, many+"loss a: u_t = c*lap(u) + u^2\nloss b: u = x[1] on t=0\n"), Estimator{kind, 3}, 45)
		theta := slices.Clone(f.theta)
		f.Draw(7)
		for k := range f.Names {
			f.at(theta)
			g := slices.Clone(f.grads.Rows[k])
			for i := 0; i < len(theta); i += 5 {
				checked++
				checkCentral(t, f, kind, theta, g, k, i)
			}
			checkCentral(t, f, kind, theta, g, k, len(theta)-1)
		}
	}
	if checked < 100 {
		t.Fatalf("only %d derivatives were checked", checked)
	}
}

// The draws are a function of seed, place and step; each step and each block of points has its own.
func TestDraws(t *testing.T) {
	for _, kind := range estimators {
		f := estimated(t, parse(t, many+"loss a: u_t = c*lap(u)\n"), Estimator{kind, 30}, 200)
		d := f.groups[0].sites[0].draws
		if d.Directions != 3 || f.Directions() != 3 {
			t.Errorf("%s: %d directions of 6 coordinates, want half; %d are said", kind, d.Directions, f.Directions())
		}
		f.Draw(4)
		first := slices.Clone(d.along)
		if len(first) <= 2*d.Directions*d.dim || slices.Equal(first[:2*d.Directions*d.dim], first[2*d.Directions*d.dim:4*d.Directions*d.dim]) {
			t.Errorf("%s: two blocks share their directions, or there is only one block", kind)
		}
		f.Draw(5)
		if slices.Equal(first, d.along) {
			t.Errorf("%s: two steps share their directions", kind)
		}
		if f.Draw(4); !slices.Equal(first, d.along) {
			t.Errorf("%s: the same step drew other directions", kind)
		}
		for i := d.dim - 1; i < len(first); i += d.dim {
			if first[i] != 0 {
				t.Fatalf("%s: a direction has a part in time", kind)
			}
		}
		if n := testing.AllocsPerRun(10, func() { f.Draw(6); f.Evaluate(f.values, f.grads) }); n != 0 {
			t.Errorf("%s: %g allocations to draw and evaluate", kind, n)
		}
	}
}

func TestWhatCannotBeEstimated(t *testing.T) {
	for _, tt := range []struct{ text, says string }{
		{"loss a: u_t = c*d(u, x[1], 2)", "no loss has a Laplacian"},
		{"loss a: u_t = c*sum(i: x[i]^2*d(u, x[i], 2))", "weights of their own"},
		{"loss a: u_t = c*lap(u) + gradsq(u)", "first derivatives are wanted"},
		{"loss a: u_t = c*lap(u)^2", "not linear"},
		{"loss a: u_t = c*exp(lap(u))", "not linear"},
	} {
		p := parse(t, many+tt.text+"\n")
		f := setUp(t, p, false, 20)
		c := f.config
		c.Estimate = Estimator{"dense", 2}
		_, err := New(p, f.bind, f.net, f.Losses.theta, f.set, c)
		if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.Contains(err.Error(), "--estimator exact") {
			t.Errorf("%s: %v, want an error that says %q", tt.text, err, tt.says)
		}
	}
}
