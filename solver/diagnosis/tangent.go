package diagnosis

import (
	"slices"

	"gonum.org/v1/gonum/mat"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
	"counterpoint/solver/loss"
)

// dampings are those of the Gauss-Newton metric, over the largest eigenvalue. Damping decides what counts as reachable: at 0 every
// kernel of full rank serves every loss.
var dampings = []float64{1e-3, 1e-5, 1e-7}

// tangentRank is where the spectrum of a kernel ends for Rank: f64 gradients resolve 1e-12, f32 training 1e-6.
const tangentRank = 1e-6

// Tangent returns the neural tangent kernel of a Jacobian of K losses, by groups of parameters, its spectrum and the conflict of the
// losses in metrics between the Euclidean and the Gauss-Newton one: with Theta = sum of the groups' J J' = V diag(e) V', r_i the
// residuals of loss i and zero elsewhere,
//
//	raw   Q_ij = 4 r_i' Theta r_j,        damped   Q_ij = 4 r_i' Theta (Theta + l e_max)^-1 r_j.
//
// At l = 0 and full rank the second is diagonal: no conflict. (Jacot, Gabriel, Hongler 2018, arXiv 1806.07572; Wang, Yu, Perdikaris
// 2022, arXiv 2007.14527, blockwise by losses.)
func Tangent(j loss.Jacobian, names []string, groups []gradient.Block) experiment.Tangent {
	n, k := len(j.Rows), len(names)
	out := experiment.Tangent{Losses: names, Rows: make([]int, k)}
	for _, l := range j.Loss {
		out.Rows[l]++
	}
	whole := mat.NewSymDense(n, nil)
	for _, g := range groups {
		theta := products(j.Rows, g.Lo, g.Hi)
		block := experiment.TangentBlock{Name: g.Name, Params: g.Hi - g.Lo, Trace: make([]float64, k)}
		for i, l := range j.Loss {
			block.Trace[l] += theta.At(i, i)
		}
		e := spectrum(theta, nil)
		block.Largest, block.Rank = e[0], ranked(e)
		out.Blocks = append(out.Blocks, block)
		whole.AddSym(whole, theta)
	}
	var v mat.Dense
	out.Eigen = spectrum(whole, &v)
	along := coefficients(j, &v, k)
	out.Phi = phi(along, k, n, func(i int) float64 { return out.Eigen[i] })
	for _, d := range dampings {
		floor := d * out.Eigen[0]
		out.Metric = append(out.Metric, experiment.DampedPhi{Damping: d, Phi: phi(along, k, n, func(i int) float64 { return out.Eigen[i] / (out.Eigen[i] + floor) })})
	}
	return out
}

// products returns the inner products of the rows over [lo, hi).
func products(rows [][]float64, lo, hi int) *mat.SymDense {
	n := len(rows)
	a := mat.NewDense(n, max(1, hi-lo), nil)
	for i, r := range rows {
		copy(a.RawRowView(i), r[lo:hi])
	}
	out := mat.NewSymDense(n, nil)
	out.SymOuterK(1, a)
	return out
}

// spectrum returns the eigenvalues, descending and not below 0, and writes the eigenvectors into v's columns in that order if v is not
// nil.
func spectrum(a *mat.SymDense, v *mat.Dense) []float64 {
	n := a.SymmetricDim()
	var e mat.EigenSym
	if !e.Factorize(a, v != nil) {
		panic("diagnosis: a kernel that is not finite")
	}
	values := e.Values(nil)
	slices.Reverse(values)
	for i, x := range values {
		values[i] = max(0, x)
	}
	if v != nil {
		var ascending mat.Dense
		e.VectorsTo(&ascending)
		v.ReuseAs(n, n)
		for c := range n {
			v.SetCol(c, mat.Col(nil, n-1-c, &ascending))
		}
	}
	return values
}

func ranked(e []float64) int {
	n := 0
	for _, v := range e {
		if v > tangentRank*e[0] {
			n++
		}
	}
	return n
}

// coefficients returns, loss by loss, the residuals' coefficients in the eigenvectors.
func coefficients(j loss.Jacobian, v *mat.Dense, k int) []float64 {
	n := len(j.Rows)
	out := make([]float64, k*n)
	for i, r := range j.Residual {
		for e := range n {
			out[j.Loss[i]*n+e] += v.At(i, e) * r
		}
	}
	return out
}

// phi returns phi_* of the Gram matrix 4 sum_e f(e) c_ie c_je.
func phi(c []float64, k, n int, f func(e int) float64) float64 {
	q := make([]float64, k*k)
	for e := range n {
		s := 4 * f(e)
		for i := range k {
			for l := range k {
				q[i*k+l] += s * c[i*n+e] * c[l*n+e]
			}
		}
	}
	var g gradient.Geometry
	g.Of(q, k)
	return g.PhiBest()
}
