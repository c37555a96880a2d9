package diagnosis

import (
	"math"
	"math/rand/v2"
	"testing"

	"counterpoint/solver/experiment"
)

// vectors makes the Gram matrix of gradients given as rows.
func vectors(rows ...[]float64) []float64 {
	k := len(rows)
	q := make([]float64, k*k)
	for i := range rows {
		for j := range rows {
			q[i*k+j] = dot(rows[i], rows[j])
		}
	}
	return q
}

// cosines makes the Gram matrix of K gradients of norms m with equal pairwise cosine c.
func cosines(c float64, m ...float64) []float64 {
	k := len(m)
	q := make([]float64, k*k)
	for i := range m {
		for j := range m {
			q[i*k+j] = c * m[i] * m[j]
		}
		q[i*k+i] = m[i] * m[i]
	}
	return q
}

func constant(q []float64, rows int) Profile {
	k := int(math.Sqrt(float64(len(q))))
	p := Profile{}
	for i := range k {
		p.Losses = append(p.Losses, string(rune('a'+i)))
	}
	for t := range rows {
		p.Rows = append(p.Rows, Row{Step: 10 * t, Loss: make([]float64, k), Gram: append([]float64{}, q...)})
	}
	return p
}

// planted are the traces whose regime is known.
var planted = []struct {
	name   string
	q      []float64
	regime string
	arm    string
}{
	{"orthogonal", vectors([]float64{1, 0}, []float64{0, 1}), experiment.RegimeNone, "none"},
	{"three that agree", cosines(.5, 1, 1, 1), experiment.RegimeNone, "none"},
	{"conflict in every step that harms nobody", cosines(-.5, 1, 1), experiment.RegimeNone, "none"},
	{"one loss a hundred times larger", vectors([]float64{100, 0}, []float64{0, 1}), experiment.RegimeMagnitude, "gradnorm"},
	{"conflict and ratio 3", cosines(-.5, 3, 1), experiment.RegimeMagnitude, "gradnorm"},
	{"equal norms starve the third", vectors([]float64{1, 0}, []float64{1, 0}, []float64{-.6, .8}), experiment.RegimeMagnitude, "jointrate"},
	{"nearly opposite", cosines(-.999, 1, 1), experiment.RegimeDirectional, "adapters+weights"},
	{"three of which no pair looks bad", cosines(-.49, 1, 1, 1), experiment.RegimeDirectional, "adapters+weights"},
	{"two steep residuals at a saddle", vectors([]float64{-200, -2}, []float64{200, -2}), experiment.RegimeDirectional, "adapters+weights"}, // 100x+y-1, 100x-y+1
	{"two targets of one parameter", vectors([]float64{-2}, []float64{2}), experiment.RegimeDirectional, "adapters+weights"},                // (t-1)^2, (t+1)^2
	{"six of which no pair looks bad", cosines(-.195, 1, 1, 1, 1, 1, 1), experiment.RegimeDirectional, "adapters+weights"},
}

func TestPlantedRegimes(t *testing.T) {
	for _, tt := range planted {
		v := Classify(constant(tt.q, 200), Default)
		if v.Regime != tt.regime || v.Remedy.Arm != tt.arm || !v.Firm {
			t.Errorf("%s: %s (firm %v) with remedy %s, want %s with %s", tt.name, v.Regime, v.Firm, v.Remedy.Arm, tt.regime, tt.arm)
		}
	}
}

// Fifty seeds of each planted case: the gradients are drawn as vectors of 40 components with the planted Gram matrix, each seed stretches
// every loss by up to 15 percent and turns it by a noise of 5 percent of its norm, and every row adds noise of 20 percent (11 degrees) of
// its own. The verdict is the planted one in all of them, whatever that does to phi.
func TestPlantedRegimesUnderNoise(t *testing.T) {
	const seeds = 50
	for _, tt := range planted {
		var best series
		for seed := range uint64(seeds) {
			v := Settling(blurred(tt.q, rand.New(rand.NewPCG(seed, 77))), Default)
			if v.Regime != tt.regime || v.Remedy.Arm != tt.arm {
				t.Errorf("%s, seed %d: %s with %s, want %s with %s; %+v", tt.name, seed, v.Regime, v.Remedy.Arm, tt.regime, tt.arm, v.Evidence)
			}
			if e := v.Evidence[0]; e.Lo < e.Hi {
				best = append(best, e.Value)
			}
		}
		if spread := best.quantile(1) - best.quantile(0); len(best) != seeds || !(spread > .01) {
			t.Errorf("%s: phi_* of %d seeds varies by %g: the noise does nothing", tt.name, len(best), spread)
		}
	}
}

// blurred makes a profile of 100 rows of noisy gradients with the Gram matrix q, and their moving averages.
func blurred(q []float64, rng *rand.Rand) Profile {
	const params, turn, level = 40, .05, .2
	k := int(math.Sqrt(float64(len(q))))
	p := constant(q, 100)
	signal := roots(q, k, params)
	for i, g := range signal {
		n := math.Sqrt(q[i*k+i])
		signal[i] = scaled(sum(g, noise(rng, params, turn*turn*n*n), 1), .85+.3*rng.Float64())
	}
	average := make([][]float64, k)
	for t := range p.Rows {
		rows := make([][]float64, k)
		for i, g := range signal {
			rows[i] = sum(g, noise(rng, params, level*level*dot(g, g)), 1)
			if average[i] == nil {
				average[i] = rows[i]
			}
			for range 10 { // steps between two rows, of which only the last is drawn
				average[i] = sum(scaled(average[i], .98), rows[i], .02)
			}
		}
		r := &p.Rows[t]
		r.Gram, r.Average = vectors(rows...), vectors(average...)
		r.Metric = r.Gram
	}
	return p
}

// roots returns k vectors of n components whose Gram matrix is q, by Cholesky's decomposition; a pivot of 0 leaves its column out.
func roots(q []float64, k, n int) [][]float64 {
	out := make([][]float64, k)
	for i := range out {
		out[i] = make([]float64, n)
		for j := range i + 1 {
			v := q[i*k+j] - dot(out[i][:j], out[j][:j])
			switch d := out[j][j]; {
			case i == j:
				out[i][i] = math.Sqrt(math.Max(0, v))
			case d > 1e-6*math.Sqrt(q[j*k+j]):
				out[i][j] = v / d
			}
		}
	}
	return out
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, x := range a {
		s += x * b[i]
	}
	return s
}

// Conflict that alternates from step to step and is gone on average is no reason to act.
func TestTransientConflict(t *testing.T) {
	p := constant(cosines(0, 1, 1), 200)
	e := [2][2]float64{{1, 0}, {1, 0}}
	for i := range p.Rows {
		s := float64(9 * (1 - 2*(i%2)))
		g := [2][2]float64{{1, s}, {1, -s}}
		for k := range 2 {
			for l := range 2 {
				e[k][l] += 0.02 * (g[k][l] - e[k][l])
			}
		}
		p.Rows[i].Gram = vectors(g[0][:], g[1][:])
		p.Rows[i].Metric = p.Rows[i].Gram
		p.Rows[i].Average = vectors(e[0][:], e[1][:])
	}
	if v := Classify(p, Default); v.Regime != experiment.RegimeNone {
		t.Errorf("%s, want none: %+v", v.Regime, v.Evidence)
	}
}

// The order of the losses and a common scale are no evidence; a trace with gaps is read as it is.
func TestVerdictLaws(t *testing.T) {
	for _, tt := range planted {
		base := Classify(constant(tt.q, 200), Default)
		k := int(math.Sqrt(float64(len(tt.q))))
		q := make([]float64, k*k)
		for i := range k {
			for j := range k {
				q[i*k+j] = tt.q[(k-1-i)*k+k-1-j]
			}
		}
		if v := Classify(constant(q, 200), Default); v.Regime != base.Regime || v.Remedy.Arm != base.Remedy.Arm {
			t.Errorf("%s: reversed losses give %s", tt.name, v.Regime)
		}
		for i := range q {
			q[i] = 1e12 * tt.q[i]
		}
		if v := Classify(constant(q, 200), Default); v.Regime != base.Regime {
			t.Errorf("%s: a common factor gives %s", tt.name, v.Regime)
		}
		p := constant(tt.q, 200)
		p.Rows = append(p.Rows[:50], p.Rows[90:]...)
		if v := Classify(p, Default); v.Regime != base.Regime {
			t.Errorf("%s: gaps give %s", tt.name, v.Regime)
		}
	}
}

// Noise that two losses share fakes conflict, noise of their own hides it; the split of the points sees through both.
func TestNoiseAgainstConflict(t *testing.T) {
	for _, tt := range []struct {
		name   string
		c      float64 // cosine of the signals
		shared bool    // noise n and -n, else independent
		regime string
	}{
		{"hidden by independent noise", -.95, false, experiment.RegimeDirectional},
		{"faked by shared noise", 0, true, experiment.RegimeNone},
	} {
		for seed := range uint64(50) {
			p := noisy(tt.c, tt.shared, seed)
			if v := Settling(p, Default); v.Regime != tt.regime {
				t.Errorf("%s, seed %d: %s, want %s: %+v", tt.name, seed, v.Regime, tt.regime, v.Evidence[0])
			}
		}
	}
}

// noisy makes 400 rows of two unit gradients at cosine c under noise of power 9 over 2000 parameters, each row from two halves. The noise
// of a half has components of either sign and equal size: its inner products with others vary as a Gaussian's do.
func noisy(c float64, shared bool, seed uint64) Profile {
	const params, power = 2000, 9
	rng := rand.New(rand.NewPCG(seed, 3))
	signal := [2][2]float64{{1, 0}, {c, math.Sqrt(1 - c*c)}}
	size := math.Sqrt(2 * power / float64(params)) // of a half, which has half the points
	var half [2][2][]float64                       // half, loss
	var g, d, average [2][]float64
	for l := range 2 {
		half[0][l], half[1][l] = make([]float64, params), make([]float64, params)
		g[l], d[l], average[l] = make([]float64, params), make([]float64, params), make([]float64, params)
	}
	p := Profile{Losses: []string{"a", "b"}}
	for range 400 {
		for h := range 2 {
			signs(rng, half[h][0], size)
			if shared {
				for i, v := range half[h][0] {
					half[h][1][i] = -v
				}
			} else {
				signs(rng, half[h][1], size)
			}
		}
		for l := range 2 {
			for i, x := range half[0][l] {
				y := half[1][l][i]
				g[l][i], d[l][i] = (x+y)/2, (x-y)/2
			}
			for i, v := range signal[l] {
				g[l][i] += v
			}
			for i, v := range g[l] {
				average[l][i] += .02 * (v - average[l][i])
			}
		}
		q := vectors(g[:]...)
		p.Rows = append(p.Rows, Row{Loss: make([]float64, 2), Gram: q, Metric: q, Split: vectors(d[:]...), Average: vectors(average[:]...)})
	}
	return p
}

// signs fills v with size times random signs.
func signs(rng *rand.Rand, v []float64, size float64) {
	for i := 0; i < len(v); i += 64 {
		bits := rng.Uint64()
		for j := i; j < min(i+64, len(v)); j++ {
			v[j] = size * float64(int(bits&1)*2-1)
			bits >>= 1
		}
	}
}

func noise(rng *rand.Rand, n int, power float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Sqrt(power/float64(n)) * rng.NormFloat64()
	}
	return out
}

func scaled(v []float64, s float64) []float64 { return sum(make([]float64, len(v)), v, s) }

func sum(a, b []float64, s float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] + s*b[i]
	}
	return out
}

func TestEdges(t *testing.T) {
	if v := Classify(Profile{Losses: []string{"a", "b"}}, Default); v.Regime != experiment.RegimeUndecided {
		t.Errorf("no rows: %s", v.Regime)
	}
	if v := Classify(constant([]float64{4}, 20), Default); v.Regime != experiment.RegimeSingle {
		t.Errorf("one loss: %s", v.Regime)
	}
	if v := Classify(constant(vectors([]float64{1, 0}, []float64{0, 0}), 20), Default); v.Regime != experiment.RegimeSingle || len(v.Caveats) == 0 {
		t.Errorf("one of two absent: %s, %v", v.Regime, v.Caveats)
	}
	p := constant(planted[0].q, 40)
	p.Rows[30].Gram = []float64{math.NaN(), math.NaN(), math.NaN(), math.NaN()}
	if v := Classify(p, Default); v.Regime != experiment.RegimeNone || v.Rows != 19 {
		t.Errorf("one row of NaN: %s over %d rows, want none over 19", v.Regime, v.Rows)
	}
	// a gradient that is the other's exact opposite, and one a million times larger than the rest
	if v := Classify(constant(cosines(-1, 1, 1), 20), Default); v.Regime != experiment.RegimeDirectional {
		t.Errorf("opposite gradients: %s", v.Regime)
	}
	if v := Classify(constant(cosines(0, 1e12, 1), 20), Default); v.Regime != experiment.RegimeMagnitude {
		t.Errorf("one huge gradient: %s", v.Regime)
	}
}
