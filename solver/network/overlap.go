package network

// Overlap returns what adapters of different losses have in common, over all stacks,
//
//	factor sum_{j < k} |D_j D_k'|_F^2 + |U_j' U_k|_F^2,
//
// zero when they read and write orthogonal subspaces, and adds its gradient to grad (length Params).
func (n *Net[T]) Overlap(grad []T, factor float64) float64 {
	total := 0.0
	for _, l := range n.overlaps {
		for i, a := range l {
			for _, b := range l[:i] {
				total += overlap(n.Theta, grad, a, b, factor)
			}
		}
	}
	return total
}

// rows is a part of the parameters as a matrix of count rows of length cols.
type rows struct{ at, count, cols int }

// sides lists, for each layer with adapters, the rows of the D and those of the U of each loss.
func (s Shape) sides() [][]rows {
	var out [][]rows
	layer := -1
	for _, a := range s.adapters() {
		if a.from != layer {
			out = append(out, nil, nil)
			layer = a.from
		}
		for i, side := range []struct{ at, cols int }{{a.d, a.cols}, {a.u, a.out}} {
			to := &out[len(out)-2+i]
			if a.loss >= 0 {
				*to = append(*to, rows{side.at, a.rows, side.cols})
				continue
			}
			for k := range s.Adapters.Losses {
				*to = append(*to, rows{side.at + k*s.Adapters.Rank*side.cols, s.Adapters.Rank, side.cols})
			}
		}
	}
	return out
}

// overlap returns factor times the sum of the squared inner products of a's rows with b's and adds its gradient.
func overlap[T interface{ float32 | float64 }](theta, grad []T, a, b rows, factor float64) float64 {
	sum := 0.0
	for i := range a.count {
		x, gx := theta[a.at+i*a.cols:][:a.cols], grad[a.at+i*a.cols:][:a.cols]
		for j := range b.count {
			y, gy := theta[b.at+j*b.cols:][:b.cols], grad[b.at+j*b.cols:][:b.cols]
			dot := 0.0
			for c, v := range x {
				dot += float64(v) * float64(y[c])
			}
			sum += factor * dot * dot
			s := T(2 * factor * dot)
			for c := range x {
				gx[c] += s * y[c]
				gy[c] += s * x[c]
			}
		}
	}
	return sum
}
