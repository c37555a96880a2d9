package expr

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
	augmented []float64 // (n+1) x (n+1), row-major
	start     []float64
	expm      *exponential
	value     []float64
	at        float64
	fresh     bool
}

func newModeMatrix(g *Graph, m *Mode, bind Binding) *modeMatrix {
	n := len(m.Y0)
	out := &modeMatrix{augmented: make([]float64, (n+1)*(n+1)), start: make([]float64, n+1), expm: newExponential(n + 1), value: make([]float64, n+1)}
	for i := range n {
		row := out.augmented[i*(n+1):]
		for k, id := range m.A[i] {
			row[k] = g.Eval(id, nil, bind)
		}
		row[n] = g.Eval(m.B[i], nil, bind)
		out.start[i] = g.Eval(m.Y0[i], nil, bind)
	}
	out.start[n] = 1
	return out
}

func (m *modeMatrix) component(i int, s float64) float64 {
	if !m.fresh || s != m.at {
		n := len(m.start)
		e := m.expm.of(m.augmented, s)
		for r := range n {
			m.value[r] = 0
			for k, y := range m.start {
				m.value[r] += e[r*n+k] * y
			}
		}
		m.at, m.fresh = s, true
	}
	return m.value[i]
}
