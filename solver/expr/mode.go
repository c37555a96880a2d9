package expr

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Mode is the solution y(s) of the linear system y' = A y + B, y(0) = Y0, with entries that are expressions of constants only. It is
// evaluated by the matrix exponential of [[A, B], [0, 0]] s applied to (Y0, 1); its derivatives follow by substitution.
type Mode struct {
	Names []string
	A     [][]ID
	B, Y0 []ID
}

// Mode returns the node of component i of mode j at the argument s.
func (g *Graph) Mode(j, i int, s ID) ID {
	return g.intern(node{kind: KindMode, i: int32(i), j: int32(j), a: s, b: None, dep: g.nodes[s].dep | depConst})
}

// modeRate returns the right-hand side of component i of mode j at the argument s.
func (g *Graph) modeRate(j, i int, s ID) ID {
	m := &g.Modes[j]
	out := m.B[i]
	for k, a := range m.A[i] {
		out = g.Add(out, g.Mul(a, g.Mode(j, k, s)))
	}
	return out
}

// maxNorm is the largest norm of a matrix that is exponentiated (some thirty squarings); beyond it the value is NaN.
const maxNorm = 1e9

// modeMatrix is a mode with its entries as numbers, and its value at the last argument asked for.
type modeMatrix struct {
	augmented *mat.Dense
	start     *mat.VecDense
	scaled    mat.Dense
	expm      mat.Dense
	value     mat.VecDense
	at        float64
	fresh     bool
}

func newModeMatrix(g *Graph, m *Mode, bind Binding) *modeMatrix {
	n := len(m.Y0)
	out := &modeMatrix{augmented: mat.NewDense(n+1, n+1, nil), start: mat.NewVecDense(n+1, nil)}
	for i := range n {
		for k, id := range m.A[i] {
			out.augmented.Set(i, k, g.Eval(id, nil, bind))
		}
		out.augmented.Set(i, n, g.Eval(m.B[i], nil, bind))
		out.start.SetVec(i, g.Eval(m.Y0[i], nil, bind))
	}
	out.start.SetVec(n, 1)
	return out
}

func (m *modeMatrix) component(i int, s float64) float64 {
	if !m.fresh || s != m.at {
		m.scaled.Scale(s, m.augmented)
		if norm := mat.Norm(&m.scaled, 1); !(norm < maxNorm) {
			return math.NaN()
		}
		m.expm.Exp(&m.scaled)
		m.value.MulVec(&m.expm, m.start)
		m.at, m.fresh = s, true
	}
	return m.value.AtVec(i)
}
