package loss

import (
	"counterpoint/solver/expr"
	"counterpoint/solver/kernel"
	"counterpoint/solver/network"
)

// worker is one goroutine's memory: a sweep per group, a tape per term. Workers share nothing that is written.
type worker[T kernel.Float] struct {
	l      *Losses[T]
	sweeps [][]*network.Sweep[T] // per group, per site
	tapes  [][]*termTape[T]      // per group, per term
	twins  [][]*termTape[T]      // the same for the second estimate; nil where all is exact
	views  []*views[T]           // per group, with a consensus penalty
	sums   []T                   // scratch of the first layer's reverse sweep
}

// termTape is a term's tape with the rows it reads and writes.
type termTape[T kernel.Float] struct {
	tape    *expr.Tape[T]
	leaf    [][]T // views or scaled copies of the sweep's rows
	scaled  [][]T // memory for leaves with a factorial
	leafBar [][]T
	rootBar [][]T
	columns [][]T
	full    struct{ scaled, leafBar, rootBar [][]T } // the same at full block length
}

func newWorker[T kernel.Float](l *Losses[T]) *worker[T] {
	w := &worker[T]{l: l, sums: make([]T, max(l.net.Width, l.net.Out))}
	for _, g := range l.groups {
		var sweeps []*network.Sweep[T]
		for _, s := range g.sites {
			sweep := network.NewSweep[T](l.net.Shape, s.channels, g.block, true)
			if s.draws != nil {
				sweep.Along = make([][]T, g.dim)
			}
			sweeps = append(sweeps, sweep)
		}
		w.sweeps = append(w.sweeps, sweeps)
		var tapes, twins []*termTape[T]
		for _, t := range g.terms {
			var twin *termTape[T]
			if t.twin != nil {
				twin = newTermTape(l.set, g, t)
			}
			tapes, twins = append(tapes, newTermTape(l.set, g, t)), append(twins, twin)
		}
		w.tapes, w.twins = append(w.tapes, tapes), append(w.twins, twins)
		if l.penaltyGrad != nil {
			w.views = append(w.views, newViews(l.net, g))
		}
	}
	return w
}

func newTermTape[T kernel.Float](set *kernel.Set[T], g *group[T], t *term[T]) *termTape[T] {
	n := len(t.leaves)
	tt := &termTape[T]{tape: expr.NewTape(t.prog, set, g.block), leaf: make([][]T, n), columns: make([][]T, len(t.columns))}
	tt.full.scaled, tt.full.leafBar, tt.full.rootBar = rowsOf[T](n, g.block), rowsOf[T](n, g.block), rowsOf[T](len(t.factor), g.block)
	tt.scaled, tt.leafBar, tt.rootBar = make([][]T, n), make([][]T, n), make([][]T, len(t.factor))
	return tt
}

// cut sets the views to the first n points of the block at start.
func (tt *termTape[T]) cut(t *term[T], start, n int) {
	for i := range tt.scaled {
		tt.scaled[i], tt.leafBar[i] = tt.full.scaled[i][:n], tt.full.leafBar[i][:n]
	}
	for i := range tt.rootBar {
		tt.rootBar[i] = tt.full.rootBar[i][:n]
	}
	for i := range tt.columns {
		tt.columns[i] = t.columns[i][start : start+n]
	}
}

// look computes what a block's term reads: the jets of the fields as the term's loss sees them.
func (w *worker[T]) look(b block, term int) {
	g, sweeps := w.l.groups[b.group], w.sweeps[b.group]
	t, tt, view := g.terms[term], w.tapes[b.group][term], -1
	if w.l.net.Private() {
		view = t.loss
	}
	forward(w.l.net, g, sweeps, b, view)
	tt.cut(t, b.start, b.padded)
	tt.read(w.l.set, t.leaves, sweeps)
}

// run adds the losses and gradients of one shard's blocks to s, which the caller has cleared.
func (w *worker[T]) run(s *shard[T]) {
	for _, b := range s.blocks {
		g, sweeps := w.l.groups[b.group], w.sweeps[b.group]
		if !w.l.net.Private() {
			forward(w.l.net, g, sweeps, b, -1)
		}
		for i, t := range g.terms {
			if w.l.net.Private() {
				forward(w.l.net, g, sweeps, b, t.loss)
			}
			tt, twin := w.tapes[b.group][i], w.twins[b.group][i]
			tt.cut(t, b.start, b.padded)
			tt.read(w.l.set, t.leaves, sweeps)
			if twin == nil {
				s.value[t.loss] += w.adjoints(t, tt, b)
			} else {
				twin.cut(t, b.start, b.padded)
				twin.read(w.l.set, t.twin, sweeps)
				s.value[t.loss] += w.product(t, tt, twin, b)
				twin.tape.Reverse(twin.rootBar, twin.leafBar, s.unknown[t.loss])
			}
			tt.tape.Reverse(tt.rootBar, tt.leafBar, s.unknown[t.loss])
			for k, sweep := range sweeps {
				used := w.spread(t, tt, k, sweep)
				if twin != nil {
					w.addSpread(t, twin, k, sweep)
				}
				if used {
					sweep.Reverse(w.l.net, s.grad[t.loss][:w.l.netParams], w.sums)
				}
			}
		}
		if w.views != nil && w.l.signs == 0 && w.l.halves == 0 && g.takesPart(b) {
			w.agree(g, w.views[b.group], b, &s.agreement)
		}
	}
}

// forward carries a block of the group's points through the network, once per site: as loss number view sees it, or, if that is
// negative, as it predicts.
func forward[T kernel.Float](net *network.Net[T], g *group[T], sweeps []*network.Sweep[T], b block, view int) {
	for k, s := range g.sites {
		for i := range g.dim {
			copy(sweeps[k].Input(i), s.x[i][b.start:b.start+b.padded])
		}
		if s.draws != nil {
			s.draws.steer(sweeps[k].Along, b.start/g.block)
		}
		at := len(s.weights) * b.start
		rows := s.rows[at : at+len(s.weights)*b.padded]
		if view < 0 {
			sweeps[k].Forward(net, b.padded, rows)
		} else {
			sweeps[k].ForwardView(net, b.padded, rows, view)
		}
	}
}

// read points the term's leaves at the sweeps' rows, scaled from Taylor coefficient to derivative.
func (tt *termTape[T]) read(set *kernel.Set[T], leaves []leaf, sweeps []*network.Sweep[T]) {
	for i, l := range leaves {
		row := sweeps[l.site].Row(l.field, l.channel)
		if l.factor != 1 {
			set.Vec(kernel.Scale, tt.scaled[i], row, nil, T(l.factor))
			row = tt.scaled[i]
		}
		tt.leaf[i] = row
	}
}

// adjoints returns the term's sum factor*r^2 over the block's live points, weighted if they are, and fills rootBar with its adjoint, 2*factor*r, or random signs while
// traces are measured; zero on padding.
func (w *worker[T]) adjoints(t *term[T], tt *termTape[T], b block) float64 {
	sum := 0.0
	for i, r := range tt.tape.Forward(tt.leaf, tt.columns, w.l.unknowns) {
		if t.weight != nil {
			sum += weighted(w.l.set, t, i, b, r, tt.rootBar[i])
		} else {
			sum += t.factor[i] * w.l.set.Inner(r[:b.live], r[:b.live])
			w.l.set.Vec(kernel.Scale, tt.rootBar[i], r[:b.padded], nil, T(2*t.factor[i]))
		}
		if w.l.signs != 0 {
			w.randomSigns(tt.rootBar[i], b, i)
		}
		if w.l.halves != 0 {
			w.halve(tt.rootBar[i], w.l.groups[b.group], b)
		}
		clear(tt.rootBar[i][b.live:])
	}
	return sum
}

// randomSigns writes the signs of residual row i at the block's live points.
func (w *worker[T]) randomSigns(row []T, b block, i int) {
	for j := range b.live {
		row[j] = T(sign(w.l.signs, b.group, i, b.start+j))
	}
}

// spread writes the adjoints of site k's jets, zero for channels the term does not use, and reports whether it uses any.
func (w *worker[T]) spread(t *term[T], tt *termTape[T], k int, sweep *network.Sweep[T]) bool {
	for f := range w.l.net.Out {
		for c := range sweep.Channels.Len() {
			clear(sweep.BarRow(f, c))
		}
	}
	used := false
	for i, l := range t.leaves {
		if l.site == k {
			used = true
			w.l.set.Vec(kernel.Scale, sweep.BarRow(l.field, l.channel), tt.leafBar[i], nil, T(l.factor))
		}
	}
	return used
}
