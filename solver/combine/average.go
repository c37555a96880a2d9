package combine

import (
	"math"

	"counterpoint/solver/gradient"
)

// leastWeight and its inverse bound every weight, so that none overflows float32 when it meets a gradient.
const leastWeight = 1e-15

// bounded keeps a weight positive and finite.
func bounded(w float64) float64 { return max(leastWeight, min(1/leastWeight, w)) }

// average is a moving average of a K x K Gram matrix. A loss enters with the first matrix in which it is present; entries of a loss
// that is absent rest.
type average struct {
	gram  []float64 // K x K; a diagonal of 0 marks a loss that was never present
	fresh []bool    // scratch
}

func newAverage(k int) average { return average{make([]float64, k*k), make([]bool, k)} }

// add moves the average towards gram: Q <- decay Q + (1-decay) gram.
func (a *average) add(gram []float64, decay float64) {
	k := len(a.fresh)
	if len(gram) != k*k {
		panic("combine: Gram matrix has the wrong size")
	}
	for i := range k {
		a.fresh[i] = a.gram[i*k+i] == 0
	}
	for i := range k {
		for j := range k {
			v := gram[i*k+j]
			switch {
			case !gradient.Present(gram, k, i) || !gradient.Present(gram, k, j) || math.IsNaN(v) || math.IsInf(v, 0):
			case a.fresh[i] || a.fresh[j]:
				a.gram[i*k+j] = v
			default:
				a.gram[i*k+j] = decay*a.gram[i*k+j] + (1-decay)*v
			}
		}
	}
}

// share writes the weights K v_i/sum(v) mean(m)/m_i, K the number of present losses and m the norms of the averaged gradients: equal
// v are gradient-norm weights, and equal norms too are unit weights. Losses that were never present get 1.
func share(g *gradient.Geometry, v, w []float64) {
	for i := range w {
		w[i] = 1
	}
	sum, mean, n := 0.0, 0.0, float64(len(g.Present))
	for a := range g.Present {
		sum += v[a]
		mean += g.Norm[a] / n
	}
	for a, i := range g.Present {
		w[i] = bounded(n * v[a] / sum * (mean / g.Norm[a]))
	}
}

// adam steps a few scalars, as Kingma and Ba 2015 with betas .9, .999 and eps 1e-8, each with its own count.
type adam struct{ m, v, count []float64 }

func newAdam(k int) adam { return adam{make([]float64, k), make([]float64, k), make([]float64, k)} }

// step returns the change of scalar i along its descent.
func (a *adam) step(i int, grad, rate float64) float64 {
	a.count[i]++
	a.m[i] = .9*a.m[i] + .1*grad
	a.v[i] = .999*a.v[i] + .001*grad*grad
	m := a.m[i] / (1 - math.Pow(.9, a.count[i]))
	v := a.v[i] / (1 - math.Pow(.999, a.count[i]))
	return -rate * m / (math.Sqrt(v) + 1e-8)
}

// usable reports whether loss i can be read: finite, not negative, and its gradient present.
func usable(o *Observation, i int) bool {
	v := o.Loss[i]
	return v >= 0 && !math.IsInf(v, 0) && gradient.Present(o.Gram, len(o.Loss), i)
}

// positive reports whether v is a positive finite number.
func positive(v float64) bool { return v > 0 && !math.IsInf(v, 0) }

// softmax writes n exp(x_i - max x)/sum into x over the n members of x that are not NaN, and leaves NaN where it is.
func softmax(x []float64) {
	top, n, sum := math.Inf(-1), 0.0, 0.0
	for _, v := range x {
		if !math.IsNaN(v) {
			top = math.Max(top, v)
			n++
		}
	}
	for i, v := range x {
		x[i] = math.Exp(v - top)
		if !math.IsNaN(v) {
			sum += x[i]
		}
	}
	for i := range x {
		x[i] *= n / sum
	}
}

func ones(k int) []float64 {
	w := make([]float64, k)
	for i := range w {
		w[i] = 1
	}
	return w
}
