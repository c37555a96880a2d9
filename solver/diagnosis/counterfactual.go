package diagnosis

import (
	"math"
	"slices"

	"counterpoint/solver/combine"
	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
	"counterpoint/solver/optimize"
)

// Effect is what one step under an arm would have done at a profiled row, to first order and at equal step length:
// d = sum_k c_k g_k with the arm's coefficients c, in the row's metric Q,
//
//	Rate_k     = (Qc)_k / (L_k sqrt(c'Qc))    relative decrease of loss k per unit of step length
//	Retained_k = (Qc)_k / (m_k sqrt(c'Qc))    fraction of what a step for loss k alone would do, in [-1, 1]
//
// Positive is descent; NaN where a loss is absent. An arm that stands still has zeros.
type Effect struct {
	Arm            string
	Rate, Retained []float64
}

// gramArms are the arms whose step is a function of one row: weights that need no more than norms and angles, and every direction.
// jointrate-adam and the correction gua need Adam's metric. Methods that remember earlier steps start like one of these or like none;
// adapters and point weights change the gradients themselves, and no Gram matrix of the plain run knows how.
var gramArms = []string{"none", "gradnorm", "nash", "jointrate", "jointrate-adam"}

// Effects returns what each arm would have done at the row. Coefficients are what the arm makes of this row's raw Gram matrix, as in
// the first step of a run: no memory of earlier rows. The losses are those of the indices keep; equation marks those of all K that are
// equations', nil if that is not known: then the first is taken for one.
func Effects(r *Row, keep []int, equation []bool) []Effect {
	k, n, setup := len(r.Loss), len(keep), combine.Setup{}
	if equation != nil {
		for _, i := range keep {
			setup.Equation = append(setup.Equation, equation[i])
		}
	}
	raw, q := sub(r.Gram, keep, k), sub(metric(r), keep, k)
	value := make([]float64, n)
	for a, i := range keep {
		value[a] = r.Loss[i]
	}
	var out []Effect
	c := make([]float64, n)
	add := func(arm string) { out = append(out, effect(arm, c, q, value)) }
	for _, name := range gramArms {
		w, err := combine.FindWeights(name)
		if err != nil {
			panic("diagnosis: an arm of the counterfactual has no weights")
		}
		if w.Needs.Metric && r.Metric == nil {
			continue
		}
		w.New(n, setup).Weigh(&combine.Observation{Step: r.Step, Steps: r.Step + 1, Loss: value, Gram: raw, Metric: q}, c)
		add(name)
	}
	for _, d := range combine.AllDirections() {
		if d.Name != "sum" {
			d.New(n, setup).Combine(raw, n, r.Step, c)
			add(d.Name)
		}
	}
	if r.Metric != nil {
		aligned(q, c)
		add("gua")
	}
	return out
}

// aligned writes the coefficients of a first step under the correction gua: the sum of the gradients in Adam's metric q, and what brings
// it to where no loss rises.
func aligned(q, c []float64) {
	n := len(c)
	for i := range c {
		c[i] = indicator(gradient.Present(q, n, i))
	}
	b, square := make([]float64, n), 0.0
	for i := range n {
		for j := range n {
			if c[i]*c[j] != 0 {
				b[i] += q[i*n+j]
			}
		}
		square += b[i]
	}
	for i, y := range optimize.Align(q, b, math.Sqrt(math.Max(0, square))) {
		c[i] += y
	}
}

// effect evaluates the step with coefficients c in the metric q.
func effect(arm string, c, q, loss []float64) Effect {
	n := len(c)
	e := Effect{Arm: arm, Rate: make([]float64, n), Retained: make([]float64, n)}
	square, trace := 0.0, 0.0
	row := make([]float64, n)
	for i := range n {
		if !gradient.Present(q, n, i) {
			continue
		}
		for j := range n {
			if c[j] != 0 && gradient.Present(q, n, j) {
				row[i] += q[i*n+j] * c[j]
			}
		}
		square += c[i] * row[i]
		trace += c[i] * c[i] * q[i*n+i]
	}
	// exactly cancelling coefficients: the sign of the numerator stays, the root is kept off zero
	length := math.Sqrt(math.Max(square, 1e-12*trace))
	for i := range n {
		switch {
		case !gradient.Present(q, n, i):
			e.Rate[i], e.Retained[i] = math.NaN(), math.NaN()
		case length > 0:
			e.Rate[i], e.Retained[i] = row[i]/(loss[i]*length), row[i]/(math.Sqrt(q[i*n+i])*length)
		}
	}
	return e
}

// counterfactual returns the medians of the effects over the rows, one entry an arm.
func counterfactual(rows []Row, keep []int, equation []bool) []experiment.Counterfactual {
	var out []experiment.Counterfactual
	at := map[string]int{}
	var rates [][]series // arm, loss
	var worst []series
	rows = thinned(rows, most(len(keep))/2)
	for i := range rows {
		for _, e := range Effects(&rows[i], keep, equation) {
			a, ok := at[e.Arm]
			if !ok {
				a = len(out)
				at[e.Arm] = a
				out = append(out, experiment.Counterfactual{Arm: e.Arm})
				rates, worst = append(rates, make([]series, len(keep))), append(worst, nil)
			}
			for k, v := range e.Rate {
				rates[a][k] = append(rates[a][k], v)
			}
			worst[a] = append(worst[a], least(e.Retained))
		}
	}
	for a := range out {
		for _, s := range rates[a] {
			out[a].Rate = append(out[a].Rate, s.median())
		}
		out[a].Worst = worst[a].median()
	}
	return out
}

// least returns sqrt(K) times the smallest of the K values that are not NaN, NaN without any.
func least(f []float64) float64 {
	f = slices.DeleteFunc(slices.Clone(f), math.IsNaN)
	if len(f) == 0 {
		return math.NaN()
	}
	return math.Sqrt(float64(len(f))) * slices.Min(f)
}
