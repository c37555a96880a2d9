package loss

import (
	"math"

	"counterpoint/solver/expr"
	"counterpoint/solver/kernel"
	"counterpoint/solver/network"
	"counterpoint/solver/problem"
)

// Residual evaluates a problem's interior residuals at given points, without gradients.
type Residual[T kernel.Float] struct {
	net      *network.Net[T]
	set      *kernel.Set[T]
	g        *group[T]
	sweeps   []*network.Sweep[T]
	tapes    []*termTape[T]
	unknowns []T
}

// NewResidual compiles the interior lines of p at n points x (n x d, row-major), with constants bind, on net.
func NewResidual[T kernel.Float](p *problem.Problem, bind expr.Binding, net *network.Net[T], set *kernel.Set[T], hard bool, x []float64, n int) (*Residual[T], error) {
	var lines []problem.Line
	for _, l := range p.Losses {
		for _, line := range l.Lines {
			if interior(line) && line.Data == nil {
				var err error
				if line.Residual, err = residualOf(p, line, hard); err != nil {
					return nil, err
				}
				lines = append(lines, line)
			}
		}
	}
	r := &Residual[T]{net: net, set: set, unknowns: make([]T, len(p.Unknowns))}
	var err error
	if r.g, err = newGroup[T](p, bind, lines, make([]int, len(lines)), n, Estimator{}); err != nil {
		return nil, err
	}
	d := len(p.Coords)
	r.g.place(p.Graph, bind, rowsAt(d, x, nil, nil, 0), 2*d)
	for _, s := range r.g.sites {
		r.sweeps = append(r.sweeps, network.NewSweep[T](net.Shape, s.channels, r.g.block, false))
	}
	for _, t := range r.g.terms {
		r.tapes = append(r.tapes, newTermTape(set, r.g, t))
	}
	return r, nil
}

// At writes the root of the sum of the squared residuals at each point into out. The network must be packed; unknowns are the
// present values of the problem's unknown scalars.
func (r *Residual[T]) At(unknowns []float64, out []float64) {
	for i, v := range unknowns {
		r.unknowns[i] = T(v)
	}
	clear(out)
	for _, b := range r.g.blocks(0) {
		forward(r.net, r.g, r.sweeps, b, -1)
		for i, t := range r.g.terms {
			tt := r.tapes[i]
			tt.cut(t, b.start, b.padded)
			tt.read(r.set, t.leaves, r.sweeps)
			for _, row := range tt.tape.Forward(tt.leaf, tt.columns, r.unknowns) {
				for j, v := range row[:b.live] {
					out[b.start+j] += float64(v) * float64(v)
				}
			}
		}
	}
	for i, v := range out {
		out[i] = math.Sqrt(v)
	}
}

// interior reports whether the line stands on the open interior, without a region of its own.
func interior(l problem.Line) bool { return l.RegionText == "" }
