package interchange

import (
	"math"
	"slices"
	"strings"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/gradient"
)

// rounding is what a Gram matrix from float32 gradients may miss of its laws, relative to its diagonal: symmetry, Cauchy-Schwarz,
// positive semidefiniteness (to the trace), the sum of its blocks.
const rounding = 1e-6

// maxBlocks is the most blocks of parameters that statistics are made of; more are checked only.
const maxBlocks = 64

// rawRow is a row as it was written; nil where nothing was. NaN stands for null.
type rawRow struct {
	step                float64
	loss, weights       []float64
	du, dl              []float64
	gram                [][]float64
	pgram, egram, dgram [][]float64
	blocks              map[string][][]float64

	left  []string // filled by checked: blocks left out of the Gram matrix
	names []string // filled by checked: of the blocks that the row's Blocks hold
}

// checked returns the row of k losses, checked, with weights divided out if the row is weighted.
func (r *rawRow) checked(k int, weighted bool) (diagnosis.Row, error) {
	out := diagnosis.Row{Step: int(r.step)}
	if !(r.step >= 0 && r.step <= 1<<53) || float64(out.Step) != r.step {
		return out, fault("number the steps from 0", "step %g is not a whole number from 0", r.step)
	}
	for _, v := range []struct {
		name  string
		given []float64
		need  bool
	}{{"loss", r.loss, true}, {"weights", r.weights, weighted}, {"du", r.du, false}, {"dl", r.dl, false}} {
		switch {
		case v.given == nil && v.need && v.name == "weights":
			return out, fault("give \"weights\" in every row, or write raw losses and gradients with \"weighted\":false", "weighted without weights")
		case v.given == nil && v.need:
			return out, fault(`a row is {"step":0,"loss":[K],"gram":[[K x K]]}`, "no %s", v.name)
		case v.given != nil && len(v.given) != k:
			return out, fault("write the same losses at every step, null for one that is absent", "%s has %d values for %d losses", v.name, len(v.given), k)
		case slices.ContainsFunc(v.given, func(x float64) bool { return math.IsInf(x, 0) }):
			return out, fault(notFinite, "%s holds an infinite value", v.name)
		}
	}
	var scale []float64
	if weighted {
		scale = r.weights
		for i, w := range scale {
			if w < 0 || math.IsNaN(w) {
				return out, fault("give the factors that the losses were multiplied by", "weight %d is %g", i, w)
			}
		}
	}
	out.Loss, out.First, out.Change = divided(r.loss, scale), divided(r.du, scale), divided(r.dl, scale)
	if (out.First == nil) != (out.Change == nil) {
		out.First, out.Change = nil, nil // only both together say anything
	}
	for _, m := range []struct {
		name string
		from [][]float64
		to   *[]float64
	}{{"gram", r.gram, &out.Gram}, {"pgram", r.pgram, &out.Metric}, {"egram", r.egram, &out.Average}, {"dgram", r.dgram, &out.Split}} {
		if m.from == nil && m.name != "gram" {
			continue
		}
		q, err := gramMatrix(m.name, m.from, k, scale)
		if err != nil {
			return out, err
		}
		*m.to = q
	}
	if !slices.ContainsFunc(r.gram, func(row []float64) bool {
		return slices.ContainsFunc(row, func(v float64) bool { return !math.IsNaN(v) })
	}) {
		return out, fault("leave the row out; "+notFinite, "all losses are absent")
	}
	return out, r.withoutCoefficients(&out, k, scale)
}

// divided returns v/w; v itself without w, and NaN where w is 0: that loss left no trace.
func divided(v, w []float64) []float64 {
	if v == nil || w == nil {
		return v
	}
	out := make([]float64, len(v))
	for i := range v {
		out[i] = v[i] / w[i]
		if w[i] == 0 {
			out[i] = math.NaN()
		}
	}
	return out
}

// withoutCoefficients checks that the blocks add up to the Gram matrix and takes those of coefficients out of it.
func (r *rawRow) withoutCoefficients(row *diagnosis.Row, k int, scale []float64) error {
	if len(r.blocks) == 0 {
		return nil
	}
	names := make([]string, 0, len(r.blocks))
	for n := range r.blocks {
		names = append(names, n)
	}
	slices.Sort(names)
	all, rest := make([]float64, k*k), make([]float64, k*k)
	if len(names) <= maxBlocks {
		r.names = names
	}
	for _, name := range names {
		q, err := gramMatrix("block "+name, r.blocks[name], k, scale)
		if err != nil {
			return err
		}
		coefficients := name == "coefficients" || name == "coef" || strings.HasSuffix(name, "_coef")
		if coefficients {
			r.left = append(r.left, name)
		}
		if r.names != nil {
			row.Blocks = append(row.Blocks, q...)
		}
		for i, v := range q {
			if math.IsNaN(v) {
				v = 0
			}
			all[i] += v
			if !coefficients {
				rest[i] += v
			}
		}
	}
	for i := range k {
		for j := range k {
			g := row.Gram[i*k+j]
			if d := math.Abs(all[i*k+j] - g); d > rounding*math.Sqrt(row.Gram[i*k+i]*row.Gram[j*k+j]) {
				return fault("blocks are disjoint groups that hold every parameter", "the blocks add up to %g in row %d, column %d, where gram has %g", all[i*k+j], i+1, j+1, g)
			}
			if math.IsNaN(g) {
				rest[i*k+j] = g
			}
		}
	}
	if len(r.left) > 0 && len(r.left) < len(names) {
		row.Gram = rest
	}
	return nil
}

// gramMatrix returns the k x k matrix of the rows m, full or upper triangle, divided by w_i w_j: checked to be one that gradients can
// have. A loss whose diagonal is NaN is absent.
func gramMatrix(name string, m [][]float64, k int, w []float64) ([]float64, error) {
	q, err := full(name, m, k)
	if err != nil {
		return nil, err
	}
	if w != nil {
		for i := range k {
			for j := range k {
				q[i*k+j] /= w[i] * w[j]
				if w[i] == 0 || w[j] == 0 {
					q[i*k+j] = math.NaN()
				}
			}
		}
	}
	return q, possible(name, q, k)
}

// full returns the symmetric matrix of the rows m, which hold all of it, its upper triangle with zero or NaN below, or the triangle
// alone.
func full(name string, m [][]float64, k int) ([]float64, error) {
	const remedy = "write the same losses at every step: K rows of K numbers, or the upper triangle"
	if m == nil {
		return nil, fault(`a row is {"step":0,"loss":[K],"gram":[[K x K]]}`, "no %s", name)
	}
	if len(m) != k {
		return nil, fault(remedy, "%s has %d rows for %d losses", name, len(m), k)
	}
	ragged, below := true, false
	for i, row := range m {
		ragged = ragged && len(row) == k-i
		if len(row) == k {
			for _, v := range row[:i] {
				below = below || v != 0 && !math.IsNaN(v)
			}
		}
	}
	ragged = ragged && k > 1
	q := make([]float64, k*k)
	for i, row := range m {
		if !ragged && len(row) != k {
			return nil, fault(remedy, "row %d of %s has %d numbers for %d losses", i+1, name, len(row), k)
		}
		for j := i; j < k; j++ {
			at := j
			if ragged {
				at = j - i
			}
			v := row[at]
			if !ragged && below {
				if v, err := symmetric(v, m[j][i], m[i][i], m[j][j]); err {
					return nil, fault("gram is J J', which is symmetric: check the indices", "%s is not symmetric: %g in row %d, column %d, %g across", name, v, i+1, j+1, m[j][i])
				}
				v = (v + m[j][i]) / 2
			}
			q[i*k+j], q[j*k+i] = v, v
		}
	}
	return q, nil
}

// symmetric returns a, and whether a and its mirror image b differ by more than rounding; NaN beside NaN, or on an absent loss, does not.
func symmetric(a, b, di, dj float64) (float64, bool) {
	if math.IsNaN(di) || math.IsNaN(dj) || math.IsNaN(a) && math.IsNaN(b) {
		return a, false
	}
	return a, !(math.Abs(a-b) <= rounding*math.Sqrt(math.Abs(di*dj)))
}

// possible reports why no gradients have the Gram matrix q.
func possible(name string, q []float64, k int) error {
	var present []int
	trace := 0.0
	for i := range k {
		switch d := q[i*k+i]; {
		case math.IsNaN(d):
		case math.IsInf(d, 0):
			return fault(notFinite, "%s holds an infinite value", name)
		case d < 0:
			return fault("gram is J J', whose diagonal holds squares", "%s is not positive semidefinite: %g on the diagonal, row %d", name, d, i+1)
		default:
			present = append(present, i)
			trace += d
		}
	}
	n := len(present)
	a, x := make([]float64, n*n), make([]float64, n)
	for s, i := range present {
		for t, j := range present {
			v, bound := q[i*k+j], math.Sqrt(q[i*k+i])*math.Sqrt(q[j*k+j])
			switch {
			case math.IsNaN(v):
				return fault("null marks an absent loss: then its diagonal is null too", "%s holds null or NaN between two losses that are present, row %d, column %d", name, i+1, j+1)
			case math.Abs(v) > bound*(1+rounding):
				return fault("gram is J J' of one set of gradients: is one of them weighted, or older?", "%s has a cosine of %g in row %d, column %d", name, v/bound, i+1, j+1)
			}
			a[s*n+t] = v / trace
		}
		a[s*n+s] += rounding
	}
	if trace > 0 && !gradient.Cholesky(a, x, n, n) {
		return fault("gram is J J' of one set of gradients, in float64", "%s is not positive semidefinite", name)
	}
	return nil
}
