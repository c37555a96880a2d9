package loss

import "math"

// Jacobian is the gradients of a sample of the residuals by all parameters, the network's and then the unknowns': row i is
// s_i grad r_i and Residual[i] is s_i r_i, with s_i^2 the share of the loss that r_i^2 has, times how many points stand for each sampled
// one. Over a loss's rows the sum of Residual^2 then is about the loss, and 2 sum Residual_i Rows_i about its gradient; both exactly if
// every point is sampled.
type Jacobian struct {
	Rows     [][]float64
	Residual []float64
	Loss     []int // of each row
}

// Jacobian returns the gradients of about most residuals, equally many of each loss, spread evenly over its lines and their points. It
// costs a reverse sweep of a block for each, and leaves losses and gradients of the last Evaluate as they are. The network must be
// packed.
func (l *Losses[T]) Jacobian(most int) Jacobian {
	l.readUnknowns()
	lines := make([]int, len(l.Names))
	for _, g := range l.groups {
		for _, t := range g.terms {
			lines[t.loss] += len(t.factor)
		}
	}
	var out Jacobian
	for index, g := range l.groups {
		for _, b := range g.blocks(index) {
			for i, t := range g.terms {
				for root := range t.factor {
					want := max(1, most/len(l.Names)/lines[t.loss])
					l.sample(&out, b, i, root, min(want, g.points))
				}
			}
		}
	}
	return out
}

// sample appends the rows of one line's points in a block, of which there are want in all of the group's blocks.
func (l *Losses[T]) sample(out *Jacobian, b block, term, root, want int) {
	g, w := l.groups[b.group], l.workers[0]
	t, tt := g.terms[term], w.tapes[b.group][term]
	ready := false
	for n := range want {
		j := (2*n+1)*g.points/(2*want) - b.start
		if j < 0 || j >= b.live {
			continue
		}
		if !ready {
			w.look(b, term)
			ready = true
		}
		r := tt.tape.Forward(tt.leaf, tt.columns, l.unknowns)
		s := t.factor[root] * float64(g.points) / float64(want)
		if t.weight != nil {
			s *= float64(t.weight[root][b.start+j])
		}
		s = math.Sqrt(s)
		out.Residual = append(out.Residual, s*float64(r[root][j]))
		out.Loss = append(out.Loss, t.loss)
		for _, bar := range tt.rootBar {
			clear(bar)
		}
		tt.rootBar[root][j] = T(s)
		out.Rows = append(out.Rows, l.pullBack(w, t, tt, b.group))
	}
}

// pullBack returns the gradient that the adjoints of a term's roots have.
func (l *Losses[T]) pullBack(w *worker[T], t *term[T], tt *termTape[T], group int) []float64 {
	grad, unknown := make([]T, l.netParams), make([]float64, len(l.unknowns))
	tt.tape.Reverse(tt.rootBar, tt.leafBar, unknown)
	for k, sweep := range w.sweeps[group] {
		if w.spread(t, tt, k, sweep) {
			sweep.Reverse(l.net, grad, w.sums)
		}
	}
	out := make([]float64, 0, len(grad)+len(unknown))
	for _, v := range grad {
		out = append(out, float64(v))
	}
	for i, v := range unknown {
		out = append(out, v*float64(l.chain[i]))
	}
	return out
}
