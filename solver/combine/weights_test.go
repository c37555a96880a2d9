package combine

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// observe returns what a run shows of gradients with these values of the losses: the metric is the Gram matrix, the traces are the
// squared norms over the losses.
func observe(step int, rows [][]float64, loss []float64) *Observation {
	k, o := len(rows), &Observation{Step: step, Steps: 1000, Loss: loss, Gram: gramOf(rows)}
	o.Metric = o.Gram
	o.MaxEquation = largest(rows, Setup{}.equations(k))
	for i, r := range rows {
		sum := 0.0
		for _, v := range r {
			sum += math.Abs(v)
		}
		o.MeanAbs = append(o.MeanAbs, sum/float64(len(r)))
		o.Trace = append(o.Trace, o.Gram[i*k+i]/(4*loss[i]))
	}
	return o
}

// largest returns the largest component of the sum of the rows that are marked.
func largest(rows [][]float64, marked []bool) float64 {
	top := 0.0
	for j := range rows[0] {
		sum := 0.0
		for i, r := range rows {
			if marked[i] {
				sum += r[j]
			}
		}
		top = math.Max(top, math.Abs(sum))
	}
	return top
}

// weighed runs the method over the same gradients with the losses of each step, and returns the last weights.
func weighed(e WeightsEntry, rows [][]float64, losses ...[]float64) []float64 {
	m, w := e.New(len(rows), Setup{Seed: 5}), make([]float64, len(rows))
	for step, l := range losses {
		m.Weigh(observe(step, rows, l), w)
	}
	return w
}

// One vector for each method, worked by hand from its formula.
func TestWeightsVectors(t *testing.T) {
	one := [][]float64{{1, 1}}
	falling := [][]float64{{8, 8}, {4, 8}}
	e := math.Exp
	against := [][]float64{{1, 0, 0}, {0, 1, 0}, {-.6, -.6, math.Sqrt(.28)}}
	// w* = (1/2, 0, 1/2), floored and renormalised by 1.05; norms 1, 1, 1/2 of mean 5/6
	floored := []float64{3 * .5 / 1.05 * 5 / 6, 3 * .05 / 1.05 * 5 / 6, 3 * .5 / 1.05 * 5 / 3}
	slowest := [][]float64{{0, 5}, {1, 4}, {2, 3}, {3, 2}, {4, 1}, {5, 5}, {6, 4}, {7, 3}, {8, 2}, {9, 1}, {10, 2}}
	for _, tt := range []struct {
		name   string
		rows   [][]float64
		losses [][]float64
		want   []float64
	}{
		{"none", [][]float64{{4, 0}, {0, 1}}, one, []float64{1, 1}},
		{"gradnorm", [][]float64{{4, 0}, {0, 1}}, one, []float64{2.5 / 4, 2.5}},
		{"jointrate", [][]float64{{4, 0}, {0, 1}}, one, []float64{2.5 / 4, 2.5}},
		// cosines 0, -.6, -.6: C x = 1 is x = (40, 40, 55)/7
		{"jointrate", against, [][]float64{{1, 1, 1}}, []float64{8. / 9, 8. / 9, 11. / 9}},
		{"jointrate-adam", against, [][]float64{{1, 1, 1}}, []float64{8. / 9, 8. / 9, 11. / 9}},
		// two that agree against a third, whose norm is half: the floor of .05 for the one that the minimum drops
		{"jointrate", [][]float64{{1, 0}, {.8, .6}, {-.5, 0}}, [][]float64{{1, 1, 1}}, floored},
		// C b = 1/b with b_1 = b_2 = x: 2x - .6y = 1/x, -1.2x + y = 1/y; the ratio s = y/x solves s(s - 1.2) = 2 - .6 s
		{"nash", [][]float64{{1, 0}, {1, 0}, {-.6, .8}}, [][]float64{{1, 1, 1}}, nashByHand()},
		// t = max|g_0|/mean|g_1| = 4/.5 = 8, one update from 1 with memory .9
		{"lra", [][]float64{{4, 0}, {0, 1}}, one, []float64{1, 1.7}},
		{"lra", [][]float64{{4, 0}, {0, 1}}, [][]float64{{1, 1}, {1, 1}, {1, 1}}, []float64{1, 1.7}}, // every 10 steps
		{"ntk", [][]float64{{4, 0}, {0, 1}}, one, []float64{(16 + 1) / 2. / 16, (16 + 1) / 2.}},
		{"relobralo", [][]float64{{4, 0}, {0, 1}}, one, []float64{.999 + .001, .999 + .001}},
		{"relobralo", [][]float64{{4, 0}, {0, 1}}, falling, []float64{2 * e(.5) / (e(.5) + e(1)), 2 * e(1) / (e(.5) + e(1))}},
		// the slopes over the last five steps are 1 and (25/12)2 - 4 + 3*2 - (4/3)3 + 4/4 = 19/6
		{"softadapt", [][]float64{{4, 0}, {0, 1}}, slowest, softAdaptByHand(1, 19./6)},
		// m = 4, 1: mean 2.5; the first loss's weight falls by the rate, the second's rises, the sum stays
		{"gradnorm-chen", [][]float64{{4, 0}, {0, 1}}, one, []float64{.999, 1.001}},
		{"uncertainty", [][]float64{{4, 0}, {0, 1}}, one, []float64{.5, .5}},
		// after one step of Adam s = rate * sign(L - 1)
		{"uncertainty", [][]float64{{4, 0}, {0, 1}}, [][]float64{{3, .5}, {3, .5}}, []float64{e(-.001) / 2, e(.001) / 2}},
		{"dwa", [][]float64{{4, 0}, {0, 1}}, falling, []float64{1, 1}},
		{"dwa", [][]float64{{4, 0}, {0, 1}}, append(slices.Clone(falling), []float64{1, 1}), []float64{2 * e(.25) / (e(.25) + e(.5)), 2 * e(.5) / (e(.25) + e(.5))}},
	} {
		entry, err := FindWeights(tt.name)
		if err != nil {
			t.Fatal(err)
		}
		got := weighed(entry, tt.rows, tt.losses...)
		for i := range got {
			if math.Abs(got[i]-tt.want[i]) > 1e-8*tt.want[i] { // Adam's eps of 1e-8 and the ridge of the min-norm weights
				t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
				break
			}
		}
	}
}

func nashByHand() []float64 {
	s := (.6 + math.Sqrt(.36+8)) / 2
	return []float64{3 / (2 + s), 3 / (2 + s), 3 * s / (2 + s)}
}

func softAdaptByHand(a, b float64) []float64 {
	size := math.Abs(a) + math.Abs(b)
	x, y := math.Exp(.1*a/size), math.Exp(.1*b/size)
	return []float64{2 * x / (x + y), 2 * y / (x + y)}
}

// The averages remember: after a change of the norms weights move by the stated share.
func TestMemoryOfWeights(t *testing.T) {
	before, after := [][]float64{{4, 0}, {0, 1}}, [][]float64{{4, 0}, {0, 11}}
	l := []float64{1, 1}
	for _, tt := range []struct {
		e     WeightsEntry
		ratio float64 // w_1/w_0
	}{
		{GradNorm, 4 / (.999 + .011)},
		{JointRate, 4 / math.Sqrt(.99+.01*121)},
		{JointRateAdam, 4 / math.Sqrt(.99+.01*121)},
		{Nash, 4 / math.Sqrt(.99+.01*121)},
	} {
		m, w := tt.e.New(2, Setup{Seed: 1}), make([]float64, 2)
		m.Weigh(observe(0, before, l), w)
		m.Weigh(observe(1, after, l), w)
		if got := w[1] / w[0]; math.Abs(got-tt.ratio) > 1e-9*tt.ratio {
			t.Errorf("%s: ratio of weights %g, want %g", tt.e.Name, got, tt.ratio)
		}
	}
}

// A loss that joins late counts from its first gradient on, not from zero.
func TestWeightsOfALateLoss(t *testing.T) {
	rows, l := [][]float64{{4, 0, 1}, {-1, 1, 0}, {0, -.5, 1}}, []float64{1, 1, 1}
	checked := 0
	for _, e := range []WeightsEntry{GradNorm, JointRate, JointRateAdam, Nash} {
		m, w := e.New(3, Setup{Seed: 1}), make([]float64, 3)
		m.Weigh(observe(0, [][]float64{rows[0], {0, 0, 0}, rows[2]}, l), w)
		m.Weigh(observe(1, rows, l), w)
		for i, want := range weighed(e, rows, l) {
			if math.Abs(w[i]-want) > 1e-12*want {
				t.Errorf("%s: weights %v, want those of gradients that were always so, %g at %d", e.Name, w, want, i)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// GradNorm's trained weights reach the balance that its objective asks for: with equal relative losses, equal norms.
func TestGradNormChenConverges(t *testing.T) {
	rows := [][]float64{{4, 0}, {0, 1}}
	m, w := GradNormChen.New(2, Setup{Seed: 1}), make([]float64, 2)
	for step := range 2000 {
		m.Weigh(observe(step, rows, []float64{1, 1}), w)
	}
	// the sign of the slope leaves a flutter of a few times the rate
	if math.Abs(w[0]-.4) > .02 || math.Abs(w[1]-1.6) > .02 {
		t.Errorf("weights %v, want .4 and 1.6", w)
	}
}

// The targets follow the relative rates to the power 1.5: the second loss, of norm 1 where the mean is 2.5, is just below its target
// at a relative rate of .556 and just above at .53 (2.5 * .556^1.5 = 1.036, 2.5 * .53^1.5 = .965).
func TestGradNormChenTargets(t *testing.T) {
	for _, tt := range []struct{ rate, first, second float64 }{{.53, 1.001, .999}, {.556, 1, 1}} {
		m, w := GradNormChen.New(2, Setup{Seed: 1}), make([]float64, 2)
		copy(m.State()[1].F64, []float64{1, 1}) // the losses at the start
		m.Weigh(observe(1, [][]float64{{4, 0}, {0, 1}}, []float64{1, tt.rate / (2 - tt.rate)}), w)
		if math.Abs(w[0]-tt.first) > 1e-8 || math.Abs(w[1]-tt.second) > 1e-8 {
			t.Errorf("relative rate %g: weights %v, want %g %g", tt.rate, w, tt.first, tt.second)
		}
	}
}

// ReLoBRaLo's third step, on the path that remembers and on the one that looks back to the start.
func TestReLoBRaLoThirdStep(t *testing.T) {
	b := func(x, y float64) []float64 {
		x, y = math.Exp(x), math.Exp(y)
		return []float64{2 * x / (x + y), 2 * y / (x + y)}
	}
	rows := [][]float64{{4, 0}, {0, 1}}
	for _, back := range []bool{false, true} {
		step := 2
		for d := (dice{}); ; step++ {
			if d.at(1, streamReLoBRaLo, step); d.unit() >= lookBack == back {
				break
			}
		}
		m, w := ReLoBRaLo.New(2, Setup{Seed: 1}), make([]float64, 2)
		m.Weigh(observe(0, rows, []float64{8, 8}), w)
		m.Weigh(observe(1, rows, []float64{4, 8}), w)
		m.Weigh(observe(step, rows, []float64{4, 2}), w)
		past := b(.5, 1)
		if back {
			past = b(.5, .25)
		}
		for i, last := range b(1, .25) {
			if want := .999*past[i] + .001*last; math.Abs(w[i]-want) > 1e-14 {
				t.Errorf("looking back %v: weight %d is %g, want %g", back, i, w[i], want)
			}
		}
	}
}

// Log-variances come to rest where w = 1/(2 L).
func TestUncertaintyConverges(t *testing.T) {
	m, w := Uncertainty.New(2, Setup{Seed: 1}), make([]float64, 2)
	for step := range 5000 {
		m.Weigh(observe(step, [][]float64{{4, 0}, {0, 1}}, []float64{2, .25}), w)
	}
	if math.Abs(w[0]-.25) > 1e-3 || math.Abs(w[1]-2) > 1e-2 {
		t.Errorf("weights %v, want .25 and 2", w)
	}
}

// Weights are positive and finite through any gradients and losses, also after an absence, and of a loss that was never present they
// are 1 wherever the method does not say otherwise.
func TestWeightsAtDegenerateGradients(t *testing.T) {
	checked := 0
	for _, e := range AllWeights() {
		for _, tt := range degenerates() {
			k := len(tt.rows)
			m, w := e.New(k, Setup{Seed: 2}), make([]float64, k)
			for step := range 25 {
				loss := fill(k, 1/float64(1+step))
				for _, i := range tt.absent {
					loss[i] = tt.rows[i][0]
				}
				m.Weigh(observe(step, tt.rows, loss), w)
				for i, v := range w {
					if !positive(v) {
						t.Fatalf("%s, %s, step %d: weight %d is %g", e.Name, tt.name, step, i, v)
					}
				}
			}
			for _, i := range tt.absent {
				want := 1.0
				if e.Name == "uncertainty" {
					want = .5
				}
				if w[i] != want {
					t.Errorf("%s, %s: a loss never present weighs %g, want %g", e.Name, tt.name, w[i], want)
				}
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// A loss that is absent for a while keeps its last weight in the methods that work loss by loss, and everything stays finite in all.
func TestWeightsThroughAnAbsence(t *testing.T) {
	own := []string{"lra", "ntk", "uncertainty", "none", "softadapt", "relobralo", "gradnorm-chen"}
	rows, gone := [][]float64{{4, 0}, {1, 1}, {0, 1}}, [][]float64{{4, 0}, {math.NaN(), 1}, {0, 1}}
	checked := 0
	for _, e := range AllWeights() {
		m, w := e.New(3, Setup{Seed: 2}), make([]float64, 3)
		m2 := 0.0
		for step := range 60 {
			loss := []float64{1 / float64(1+step), 2 / float64(2+step), 1 + .1*math.Sin(float64(step))}
			now := rows
			if step >= 31 && step < 45 {
				now, loss[1] = gone, math.NaN()
			}
			m.Weigh(observe(step, now, loss), w)
			for i, v := range w {
				if !positive(v) {
					t.Fatalf("%s, step %d: weight %d is %g", e.Name, step, i, v)
				}
			}
			// uncertainty's weight is of the state before its step, so it moves once more
			if slices.Contains(own, e.Name) && step > 31 && step < 45 && w[1] != m2 {
				t.Errorf("%s, step %d: the absent loss's weight moved from %g to %g", e.Name, step, m2, w[1])
			}
			m2 = w[1]
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// Any numbers give positive finite weights.
func TestWeightsArePositive(t *testing.T) {
	special := []float64{0, 1, -1, 1e-320, 1e-30, 1e300, math.NaN(), math.Inf(1), math.MaxFloat64}
	checked := 0
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 4).Draw(t, "k")
		entry := rapid.OneOf(rapid.SampledFrom(special), rapid.Float64())
		v := func(n int) []float64 { return rapid.SliceOfN(entry, n, n).Draw(t, "v") }
		var shown []*Observation
		for step := range 3 {
			shown = append(shown, &Observation{Step: 10 * step, Steps: 100, Loss: v(k), Gram: v(k * k), Metric: v(k * k), MaxEquation: v(1)[0], MeanAbs: v(k), Trace: v(k)})
		}
		for _, e := range AllWeights() {
			m, w := e.New(k, Setup{Seed: 1}), make([]float64, k)
			for range 3 {
				for _, o := range shown {
					m.Weigh(o, w)
					for _, x := range w {
						if !positive(x) {
							t.Fatalf("%s: %v", e.Name, w)
						}
					}
				}
			}
			checked++
		}
	})
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// A permutation of the losses permutes the weights, whichever of them are equations.
func TestWeightsOfPermutedLosses(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 31))
	checked := 0
	for range 20 {
		k := 2 + rng.IntN(4)
		p := rng.Perm(k)
		for _, e := range AllWeights() {
			of, ofPermuted := marks(rng, p)
			a, b := e.New(k, Setup{Seed: 1, Equation: of}), e.New(k, Setup{Seed: 1, Equation: ofPermuted})
			wa, wb := make([]float64, k), make([]float64, k)
			for step := range 23 {
				rows, loss := gaussian(rng, k, 7, 1), make([]float64, k)
				for i := range loss {
					loss[i] = math.Exp(rng.NormFloat64())
				}
				permuted, ploss := make([][]float64, k), make([]float64, k)
				for i, j := range p {
					permuted[i], ploss[i] = rows[j], loss[j]
				}
				o, q := observe(step, rows, loss), observe(step, permuted, ploss)
				o.MaxEquation, q.MaxEquation = largest(rows, of), largest(permuted, ofPermuted)
				a.Weigh(o, wa)
				b.Weigh(q, wb)
			}
			for i, j := range p {
				if math.Abs(wb[i]-wa[j]) > 1e-7*wa[j] { // rounding in another order, through min-norm systems
					t.Errorf("%s: %v, permuted by %v: %v", e.Name, wa, p, wb)
					break
				}
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// A loss multiplied by s has its weight divided by s, relative to the others, where the method promises balance; the weights of
// relative progress do not change at all.
func TestWeightsOfAScaledLoss(t *testing.T) {
	balance := []string{"gradnorm", "jointrate", "jointrate-adam", "nash", "ntk"}
	progress := []string{"none", "relobralo", "dwa"}
	const s = 1e4
	rng := rand.New(rand.NewPCG(32, 32))
	checked := 0
	for _, e := range AllWeights() {
		a, b := e.New(3, Setup{Seed: 1}), e.New(3, Setup{Seed: 1})
		wa, wb := make([]float64, 3), make([]float64, 3)
		for step := range 23 {
			rows, loss := gaussian(rng, 3, 7, 1), make([]float64, 3)
			for i := range loss {
				loss[i] = math.Exp(rng.NormFloat64())
			}
			scaled := [][]float64{rows[0], rows[1], scaledBy(rows[2], s)}
			a.Weigh(observe(step, rows, loss), wa)
			b.Weigh(observe(step, scaled, []float64{loss[0], loss[1], s * loss[2]}), wb)
		}
		switch {
		case slices.Contains(balance, e.Name):
			want := s * wa[0] / wa[2]
			if got := wb[0] / wb[2]; math.Abs(got-want) > 1e-7*want || math.Abs(wb[0]/wb[1]-wa[0]/wa[1]) > 1e-7*wa[0]/wa[1] {
				t.Errorf("%s: weights %v, with one loss scaled %v", e.Name, wa, wb)
			}
			checked++
		case slices.Contains(progress, e.Name):
			for i := range wa {
				if math.Abs(wa[i]-wb[i]) > 1e-12*wa[i] {
					t.Errorf("%s: weights %v, with one loss scaled %v", e.Name, wa, wb)
				}
			}
			checked++
		}
	}
	if checked != len(balance)+len(progress) {
		t.Errorf("checked %d", checked)
	}
}

// What the slow weights promise at rest: gradnorm equal norms; jointrate the joint rate where the minimum is inside; nash descent of
// every loss with at least 1/K of the joint rate.
func TestPromisesOfBalancedWeights(t *testing.T) {
	inside := 0
	each(t, func(rows [][]float64) {
		k := len(rows)
		l := ones(k)
		w := weighed(GradNorm, rows, l)
		for i, r := range rows {
			if v := w[i] * norm(r) / (w[0] * norm(rows[0])); math.Abs(v-1) > 1e-12 {
				t.Errorf("gradnorm: weighted norms differ by a factor %g", v)
			}
		}
		rate := worstCosine(rows, combined(MGDA, rows, 0))
		least := math.Inf(1)
		for i, c := range combined(MGDA, rows, 0) {
			least = math.Min(least, c*norm(rows[i]))
		}
		total := 0.0
		for _, r := range rows {
			total += norm(r)
		}
		if got := worstCosine(rows, weighed(JointRate, rows, l)); least > math.Min(shareFloor, .5/float64(k))*total {
			inside++
			if math.Abs(got-rate) > 1e-9 {
				t.Errorf("jointrate keeps %g, the joint rate is %g", got, rate)
			}
		}
		if got := worstCosine(rows, weighed(Nash, rows, l)); got < rate/float64(k)-1e-9 {
			t.Errorf("nash keeps %g of the joint rate %g with %d losses", got, rate, k)
		}
	})
	if inside == 0 {
		t.Error("no joint-rate minimum was inside the simplex")
	}
}

func worstCosine(rows [][]float64, c []float64) float64 {
	d, worst := blend(rows, c), math.Inf(1)
	for _, r := range rows {
		worst = math.Min(worst, dot(d, r)/norm(d)/norm(r))
	}
	return worst
}

func TestWeightsResume(t *testing.T) {
	const half = 33 // not a multiple of any period
	checked, moved := 0, 0
	for _, e := range AllWeights() {
		for _, k := range []int{2, 4} {
			rng := rand.New(rand.NewPCG(33, 33))
			whole, first, second := e.New(k, Setup{Seed: 3}), e.New(k, Setup{Seed: 3}), e.New(k, Setup{Seed: 3})
			a, b := make([]float64, k), make([]float64, k)
			for step := range 2 * half {
				rows, loss := gaussian(rng, k, 6, 1), make([]float64, k)
				for i := range loss {
					loss[i] = math.Exp(rng.NormFloat64())
				}
				if step%7 == 0 {
					clear(rows[1])
				}
				part := first
				if step == half {
					moved += restore(t, second.State(), first.State())
				}
				if step >= half {
					part = second
				}
				whole.Weigh(observe(step, rows, loss), a)
				part.Weigh(observe(step, rows, loss), b)
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

func TestWeighAllocatesNothing(t *testing.T) {
	checked := 0
	for _, e := range AllWeights() {
		for _, k := range []int{1, 3, 8} {
			rng := rand.New(rand.NewPCG(34, 34))
			o, m, w := observe(0, gaussian(rng, k, 6, 1), ones(k)), e.New(k, Setup{Seed: 1}), make([]float64, k)
			m.Weigh(o, w)
			if n := testing.AllocsPerRun(12, func() { o.Step++; m.Weigh(o, w) }); n != 0 {
				t.Errorf("%s, %d losses: %g allocations, want 0", e.Name, k, n)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// marks draws which of len(p) losses are equations, and returns that before and after the permutation p.
func marks(rng *rand.Rand, p []int) (of, permuted []bool) {
	of, permuted = make([]bool, len(p)), make([]bool, len(p))
	for i := range of {
		of[i] = rng.IntN(2) == 0
	}
	for i, j := range p {
		permuted[i] = of[j]
	}
	return of, permuted
}

// LRA with two equations, by hand: g_r = (4, 1) + (0, 2), so t = 4/.5 for the third loss; both equations weigh 1.
func TestLRAOfTwoEquations(t *testing.T) {
	rows := [][]float64{{4, 1}, {0, 1}, {0, 2}}
	m, w := LRA.New(3, Setup{Equation: []bool{true, false, true}}), make([]float64, 3)
	o := observe(0, rows, []float64{1, 1, 1})
	o.MaxEquation = largest(rows, []bool{true, false, true})
	m.Weigh(o, w)
	if w[0] != 1 || math.Abs(w[1]-(.9+.1*4/.5)) > 1e-15 || w[2] != 1 {
		t.Errorf("weights %v, want 1, 1.7, 1", w)
	}
	m = LRA.New(3, Setup{Equation: make([]bool, 3)})
	o.MaxEquation = 0
	if m.Weigh(o, w); w[0] != 1 || w[1] != 1 || w[2] != 1 {
		t.Errorf("weights %v without an equation, want 1", w)
	}
}

// Without a metric, as before Adam's first step, jointrate-adam weighs by the raw Gram matrix and does not keep it: the scales of the two
// have nothing to do with each other.
func TestJointRateAdamBeforeTheMetric(t *testing.T) {
	first, later, l := [][]float64{{4e6, 0}, {0, 1e6}}, [][]float64{{1, 0}, {0, 8}}, []float64{1, 1}
	m, w := JointRateAdam.New(2, Setup{Seed: 1}), make([]float64, 2)
	o := observe(0, first, l)
	o.Metric = nil
	m.Weigh(o, w)
	if math.Abs(w[1]/w[0]-4) > 1e-9 {
		t.Errorf("weights %v without a metric, want the ratio 4", w)
	}
	m.Weigh(observe(1, later, l), w)
	if math.Abs(w[0]/w[1]-8) > 1e-9 {
		t.Errorf("weights %v at the first metric, want the ratio 8 of its norms", w)
	}
}

// What a method declares to need is what it panics without.
func TestNeedsAreDeclared(t *testing.T) {
	checked := 0
	for _, e := range AllWeights() {
		o := observe(0, [][]float64{{4, 0}, {0, 1}}, []float64{1, 1})
		o.Metric, o.MeanAbs, o.Trace = nil, nil, nil
		panicked := func() (p bool) {
			defer func() { p = recover() != nil }()
			e.New(2, Setup{}).Weigh(o, make([]float64, 2))
			return
		}()
		if panicked != e.Needs.Abs { // a metric is missing before Adam's first step too
			t.Errorf("%s: panics %v without what it needs", e.Name, panicked)
		}
		if e.Needs.Trace != (e.Needs.TraceEvery > 0) {
			t.Errorf("%s: needs %+v", e.Name, e.Needs)
		}
		checked++
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// ReLoBRaLo looks back about once in a thousand steps, by seed and step.
func TestReLoBRaLoLooksBack(t *testing.T) {
	var d dice
	back := 0
	for step := range 100000 {
		if d.at(1, streamReLoBRaLo, step); d.unit() >= lookBack {
			back++
		}
	}
	if back < 60 || back > 140 { // 100 expected, standard deviation 10
		t.Errorf("looked back %d times in 100000 steps", back)
	}
}
