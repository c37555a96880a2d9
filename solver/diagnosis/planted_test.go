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
			for l := range rows[i] {
				q[i*k+j] += rows[i][l] * rows[j][l]
			}
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

// Rotations, noise in the norms and a small noise in the angles: fifty seeds of each planted case keep their regime.
func TestPlantedRegimesUnderNoise(t *testing.T) {
	checked := 0
	for _, tt := range planted {
		for seed := range uint64(50) {
			rng := rand.New(rand.NewPCG(seed, 77))
			p := constant(tt.q, 100)
			for i := range p.Rows {
				jitter(p.Rows[i].Gram, len(p.Losses), rng)
			}
			checked++
			if v := Classify(p, Default); v.Regime != tt.regime {
				t.Errorf("%s, seed %d: %s, want %s", tt.name, seed, v.Regime, tt.regime)
			}
		}
	}
	if checked != 50*len(planted) {
		t.Fatalf("%d traces were checked", checked)
	}
}

// jitter scales each gradient by a factor within 3 percent: cosines stay, norms vary.
func jitter(q []float64, k int, rng *rand.Rand) {
	s := make([]float64, k)
	for i := range s {
		s[i] = 1 + 0.03*(2*rng.Float64()-1)
	}
	for i := range k {
		for j := range k {
			q[i*k+j] *= s[i] * s[j]
		}
	}
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
		for seed := range uint64(3) {
			p := noisy(tt.c, tt.shared, seed)
			if v := Classify(p, Default); v.Regime != tt.regime {
				t.Errorf("%s, seed %d: %s, want %s: %+v", tt.name, seed, v.Regime, tt.regime, v.Evidence[0])
			}
		}
	}
}

// noisy makes 400 rows of two unit gradients at cosine c under noise of power 9 over 2000 parameters, each row from two halves.
func noisy(c float64, shared bool, seed uint64) Profile {
	const params, power = 2000, 9
	rng := rand.New(rand.NewPCG(seed, 3))
	p := Profile{Losses: []string{"a", "b"}}
	signal := [2][]float64{make([]float64, params), make([]float64, params)}
	signal[0][0] = 1
	signal[1][0], signal[1][1] = c, math.Sqrt(1-c*c)
	average := [2][]float64{make([]float64, params), make([]float64, params)}
	for range 400 {
		var half [2][2][]float64 // half, loss
		for h := range 2 {
			common := noise(rng, params, power*2)
			for l := range 2 {
				n := common
				if !shared {
					n = noise(rng, params, power*2)
				} else if l == 1 {
					n = scaled(common, -1)
				}
				half[h][l] = sum(signal[l], n, 1)
			}
		}
		var g, d [2][]float64
		for l := range 2 {
			g[l] = scaled(sum(half[0][l], half[1][l], 1), 0.5)
			d[l] = scaled(sum(half[0][l], half[1][l], -1), 0.5)
			average[l] = sum(scaled(average[l], 0.98), g[l], 0.02)
		}
		q := vectors(g[0], g[1])
		p.Rows = append(p.Rows, Row{Loss: make([]float64, 2), Gram: q, Metric: q, Split: vectors(d[0], d[1]), Average: vectors(average[0], average[1])})
	}
	return p
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
