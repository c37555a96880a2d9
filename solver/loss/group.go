package loss

import (
	"unsafe"

	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
	"counterpoint/solver/problem"
)

// group is the lines that share one set of collocation points, with those points.
type group[T kernel.Float] struct {
	region geometry.Region
	data   *problem.Data // not nil: the points are its own
	points int           // collocation points
	dim    int           // coordinates
	block  int           // points of a full block
	sites  []*site[T]
	terms  []*term[T]
	at     []float64 // the points as last placed, rows of stride numbers
	stride int

	consensus float64 // what a squared deviation of a private view weighs
}

// site is where a group's residuals look at the network: the collocation points themselves, or their images under a map (the
// other end of a periodic pair). Each has a sweep of its own.
type site[T kernel.Float] struct {
	at       int // 0, or a map of the graph plus one
	channels *jet.Channels
	weights  []expr.ID         // per-point weights of Laplacians: the rows of channels
	lapAt    map[int]int       // Leaf.Lap to place in channels.Laps
	x        [][]T             // dim rows of padded points
	rows     []T               // weight rows, block after block
	weigh    []*expr.Evaluator // of weights, made at the first placing
	draws    *draws[T]         // directions of an estimated Laplacian; nil if all is exact
}

// term is one loss name's share of a group: its residual expressions on the group's points.
type term[T kernel.Float] struct {
	loss   int
	prog   *expr.Program
	factor []float64 // per residual: weight / points, so that the loss is sum factor*r^2
	leaves []leaf
	twin   []leaf // the same with the second, independent estimate of a Laplacian; nil if all is exact

	interior         []bool            // per residual: an equation on the open interior
	weight, residual [][]T             // per residual: its points' weights and last values; nil without point weights
	columns          [][]T             // hoisted coordinate-only expressions, padded points each
	hoist            []*expr.Evaluator // of columns, made at the first placing
}

// leaf says where a derivative stands in the network's output jets.
type leaf struct {
	site, field, channel int
	factor               float64 // a!, from Taylor coefficient to derivative
}

// maxColumns is how many channels x points a block of T has at most, so that the two layers at work stay in the second-level cache.
// Burgers' step at width 64 on 512 KiB (Zen 3) took, by columns, 192: 8.28, 256: 8.19, 320: 8.18, 384: 8.09, 512: 8.22 ms in float32 and
// 16.7, 16.6, 16.8, 16.9, 17.5 ms in float64; on 1 MiB and at width 128, 256 to 416 were best.
func maxColumns[T kernel.Float]() int {
	if unsafe.Sizeof(T(0)) == 8 {
		return 256
	}
	return 384
}

// newGroup compiles the lines of one region. lines[i] belongs to loss names[i].
func newGroup[T kernel.Float](p *problem.Problem, bind expr.Binding, lines []problem.Line, losses []int, points int, est Estimator) (*group[T], error) {
	g := &group[T]{points: points, dim: len(p.Coords)}
	byLoss := map[int]*term[T]{}
	roots := map[int][]expr.ID{}
	var order []int
	for i, l := range lines {
		k := losses[i]
		if byLoss[k] == nil {
			byLoss[k] = &term[T]{loss: k}
			order = append(order, k)
		}
		byLoss[k].factor = append(byLoss[k].factor, l.Weight/float64(points))
		byLoss[k].interior = append(byLoss[k].interior, interior(l) && l.Data == nil)
		roots[k] = append(roots[k], l.Residual)
	}
	var want []expr.Leaf
	for _, k := range order {
		prog, err := p.Graph.Compile(roots[k], bind)
		if err != nil {
			return nil, err
		}
		byLoss[k].prog = prog
		want = append(want, prog.Leaves...)
		g.terms = append(g.terms, byLoss[k])
	}
	if err := g.look(p.Graph, want, est); err != nil {
		return nil, err
	}
	if g.estimated() {
		for _, k := range order {
			if err := affine(p.Graph, roots[k]); err != nil {
				return nil, err
			}
		}
	}
	widest := 0
	for _, st := range g.sites {
		widest = max(widest, st.channels.Len())
	}
	g.block = blockPoints[T](widest, points)
	g.allocate()
	return g, nil
}

// look makes the sites and their channel sets, and finds every leaf in them.
func (g *group[T]) look(graph *expr.Graph, want []expr.Leaf, est Estimator) error {
	index := map[int]int{}
	var ats []int
	for _, l := range want {
		if _, ok := index[l.At]; !ok {
			index[l.At] = len(ats)
			ats = append(ats, l.At)
		}
	}
	for _, at := range ats {
		s, err := newSite[T](graph, g.dim, at, want, est)
		if err != nil {
			return err
		}
		g.sites = append(g.sites, s)
	}
	for _, t := range g.terms {
		for _, l := range t.prog.Leaves {
			i := index[l.At]
			channel, factor := g.sites[i].find(l)
			t.leaves = append(t.leaves, leaf{i, l.Field, channel, factor})
		}
		t.twin = g.twin(t)
	}
	return nil
}

// newSite chooses the channel set that serves every wanted leaf at this site.
func newSite[T kernel.Float](graph *expr.Graph, dim, at int, want []expr.Leaf, est Estimator) (*site[T], error) {
	s := &site[T]{at: at, lapAt: map[int]int{}}
	var indices []jet.Index
	var laps []jet.Laplacian
	for _, l := range want {
		if l.At != at {
			continue
		}
		if l.Lap == 0 {
			indices = append(indices, jet.Index(l.Alpha))
			continue
		}
		if _, ok := s.lapAt[l.Lap]; !ok {
			s.lapAt[l.Lap] = len(laps)
			laps = append(laps, s.laplacian(graph, graph.Laps[l.Lap-1]))
		}
	}
	if est.On() && len(laps) > 0 {
		var err error
		if laps, err = s.estimate(dim, indices, laps, est); err != nil {
			return nil, err
		}
	}
	s.channels = jet.NewChannels(dim, indices, laps, len(s.weights))
	return s, nil
}

// laplacian gives every coordinate a row of weights, unless all weights are 1.
func (s *site[T]) laplacian(graph *expr.Graph, l expr.Laplacian) jet.Laplacian {
	out := jet.Laplacian{Coords: l.Coords}
	for _, w := range l.Weights {
		if w == expr.None {
			w = graph.Num(1)
		}
		out.Rows = append(out.Rows, len(s.weights))
		s.weights = append(s.weights, w)
	}
	return out
}

// find returns the channel of a leaf and the factor from Taylor coefficient to derivative.
func (s *site[T]) find(l expr.Leaf) (channel int, factor float64) {
	if l.Lap > 0 {
		return s.channels.Lap(s.lapAt[l.Lap]), 1
	}
	a := jet.Index(l.Alpha)
	return s.channels.At(a), a.Factorial()
}

// leastBlock is the fewest points a block is cut down to for the sake of sharing the work: a block costs each shard that has one a
// gradient to clear and to add.
const leastBlock = 64

// blockPoints is the number of points of a full block: as many as fit maxColumns, but no more than an even share of the shards.
func blockPoints[T kernel.Float](channels, points int) int {
	most := max(kernel.Lanes, maxColumns[T]()/channels/kernel.Lanes*kernel.Lanes)
	share := max(leastBlock, kernel.Pad((points+Shards-1)/Shards))
	return min(most, share)
}

func (g *group[T]) allocate() {
	padded := 0
	for _, b := range g.blocks(0) {
		padded += b.padded
	}
	for _, s := range g.sites {
		if s.draws != nil {
			s.draws.allocate(len(g.blocks(0)))
		}
		s.x = rowsOf[T](g.dim, padded)
		s.rows = make([]T, len(s.weights)*padded)
	}
	for _, t := range g.terms {
		t.columns = rowsOf[T](len(t.prog.Columns), padded)
	}
}

func rowsOf[T kernel.Float](n, length int) [][]T {
	all := make([]T, n*length)
	out := make([][]T, n)
	for i := range out {
		out[i] = all[i*length : (i+1)*length : (i+1)*length]
	}
	return out
}

// block is a run of a group's points: live of them real, the rest padding that repeats the last.
type block struct{ group, start, live, padded int }

// blocks cuts the group's points.
func (g *group[T]) blocks(index int) []block {
	var out []block
	for start := 0; start < g.points; start += g.block {
		live := min(g.block, g.points-start)
		out = append(out, block{index, start, live, kernel.Pad(live)})
	}
	return out
}

// place sets the group's points: at is points x stride row-major, the first dim numbers of a row its coordinates, the rest its
// outward normal. It evaluates the hoisted expressions there, in float64.
func (g *group[T]) place(graph *expr.Graph, bind expr.Binding, at []float64, stride int) {
	g.at, g.stride = at, stride
	blocks := g.blocks(0)
	g.each(blocks, func(b block, i, j int) {
		for _, s := range g.sites {
			for c := range g.dim {
				s.x[c][b.start+j] = T(s.point(graph, at[i*stride:(i+1)*stride], g.dim)[c])
			}
		}
	})
	for _, s := range g.sites {
		if s.weigh == nil {
			s.weigh = evaluators(graph, bind, s.weights)
		}
		for r, eval := range s.weigh {
			g.each(blocks, func(b block, i, j int) {
				s.rows[len(s.weights)*b.start+r*b.padded+j] = T(eval.Eval(s.point(graph, at[i*stride:(i+1)*stride], g.dim), nil))
			})
		}
	}
	for _, t := range g.terms {
		if t.hoist == nil {
			t.hoist = evaluators(graph, bind, t.prog.Columns)
		}
		for c, eval := range t.hoist {
			g.each(blocks, func(b block, i, j int) {
				t.columns[c][b.start+j] = T(eval.Eval(at[i*stride:(i+1)*stride], nil))
			})
		}
	}
}

// evaluators prepares each expression once for all the points that are placed.
func evaluators(graph *expr.Graph, bind expr.Binding, ids []expr.ID) []*expr.Evaluator {
	var out []*expr.Evaluator
	for _, id := range ids {
		out = append(out, graph.Evaluator(bind, id))
	}
	return out
}

// each visits every place j of every block with the point i that stands there.
func (g *group[T]) each(blocks []block, visit func(b block, i, j int)) {
	for _, b := range blocks {
		for j := range b.padded {
			visit(b, min(b.start+j, g.points-1), j)
		}
	}
}

// point returns where the site looks when the collocation point is x: x itself, or its image.
func (s *site[T]) point(graph *expr.Graph, x []float64, dim int) []float64 {
	if s.at == 0 {
		return x
	}
	out := make([]float64, len(x))
	copy(out, x)
	graph.Maps[s.at-1].Apply(out[:dim], x[:dim])
	return out
}
