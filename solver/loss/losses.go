package loss

import (
	"fmt"
	"slices"

	"counterpoint/solver/collocation"
	"counterpoint/solver/expr"
	"counterpoint/solver/gradient"
	"counterpoint/solver/kernel"
	"counterpoint/solver/network"
	"counterpoint/solver/problem"
)

// Shards is the number of parts the blocks of points are dealt to. It is fixed: gradients are summed within a shard in the order
// of its blocks and over shards in their order, whatever the number of workers.
const Shards = 16

// Losses evaluates a problem's losses on a network. It belongs to one goroutine; Evaluate spreads over its own workers.
type Losses[T kernel.Float] struct {
	Names []string // K loss names, in the text's order

	p         *problem.Problem
	bind      expr.Binding
	set       *kernel.Set[T]
	net       *network.Net[T]
	netParams int
	theta     []T // the unknown scalars' parameters, shared with the owner
	unknowns  []T // their values
	chain     []T // d value / d parameter
	config    Config
	groups    []*group[T]
	shards    []*shard[T]
	team      *team
	workers   []*worker[T]
	grads     *gradient.Set[T] // of the Evaluate under way
	signs     uint64           // not 0 while Traces measures
	first     int              // shard of job 0
	round     uint64           // of the points
	halves    uint64           // not 0 while Halves measures
	weighing  *weighing        // nil without point weights

	penalty     float64
	penaltyGrad []T // nil without a consensus penalty

	shardJob, sumJob func(worker, job int)
}

// shard is a fixed part of the blocks with its sums.
type shard[T kernel.Float] struct {
	blocks    []block
	reaches   []bool      // K: a block of the shard belongs to the loss; the other gradients are never touched
	grad      [][]T       // K x P
	value     []float64   // K
	unknown   [][]float64 // K x unknowns
	agreement agreement[T]
}

// Counts gives the number of points of a loss line. Interior lines are those without a region of their own.
type Counts func(lossName string, interior bool) int

// Placement is how points are drawn.
type Placement struct {
	Sampler collocation.Sampler
	Seed    uint64
	Round   uint64 // 0, and one more at each resampling
}

// Config is what New needs to know beyond the problem and the network.
type Config struct {
	Count    Counts
	Place    Placement
	Workers  int                    // at least 1
	Estimate Estimator              // how Laplacians over many coordinates are computed
	Fixed    bool                   // points are never drawn anew
	Hard     bool                   // the problem's transforms are in force
	Truth    func(x, out []float64) // all fields at a point, for data that only a reference knows; may be nil

	PointWeights string  // "" or none: every point weighs 1
	Consensus    float64 // penalty on the spread of private adapters' outputs
	// Elsewhere computes some of the shards of each Evaluate; may be nil.
	Elsewhere Elsewhere
}

// New compiles the losses of p with constants bind on net. theta holds the parameters of p's unknown scalars (see Start). It
// places the points and starts the workers.
func New[T kernel.Float](p *problem.Problem, bind expr.Binding, net *network.Net[T], theta []T, set *kernel.Set[T], c Config) (*Losses[T], error) {
	if len(theta) != len(p.Unknowns) {
		panic("loss: parameters of the unknowns have the wrong length")
	}
	n := len(theta)
	l := &Losses[T]{p: p, bind: bind, set: set, net: net, netParams: net.Params(), theta: theta, unknowns: make([]T, n), chain: make([]T, n), config: c}
	if err := l.gather(); err != nil {
		return nil, err
	}
	if err := l.Place(c.Place); err != nil {
		return nil, err
	}
	l.Draw(0)
	if name := c.PointWeights; name != "" && name != "none" {
		e, err := FindPointWeights(name)
		if err == nil {
			err = l.weigh(e, c.Place.Seed)
		}
		if err != nil {
			return nil, err
		}
	}
	if net.Private() && c.Consensus > 0 {
		l.penaltyGrad = make([]T, l.netParams)
		for i, g := range l.groups {
			g.consensus = l.consensusFactor(g, i)
		}
	}
	l.deal()
	workers := max(1, min(c.Workers, Shards))
	for range workers {
		l.workers = append(l.workers, newWorker(l))
	}
	l.team = newTeam(workers)
	l.shardJob, l.sumJob = l.runShard, l.sumPart
	return l, nil
}

// Names returns the K loss names of the problem in the text's order: those that are not identically zero.
func Names(p *problem.Problem, hard bool) ([]string, error) {
	var out []string
	for _, loss := range p.Losses {
		for _, line := range loss.Lines {
			var err error
			if line.Residual, err = residualOf(p, line, hard); err != nil {
				return nil, err
			}
			if !vanishes(p.Graph, line) {
				out = append(out, loss.Name)
				break
			}
		}
	}
	return out, nil
}

// gather makes the groups: one per region, in the order of the text. A loss that is identically zero is left out.
func (l *Losses[T]) gather() error {
	type part struct {
		lines  []problem.Line
		losses []int
		points int
	}
	parts := map[string]*part{}
	var order []string
	for _, loss := range l.p.Losses {
		index := -1
		for _, line := range loss.Lines {
			var err error
			if line.Residual, err = residualOf(l.p, line, l.config.Hard); err != nil {
				return err
			}
			if vanishes(l.p.Graph, line) {
				continue
			}
			if index < 0 {
				index = len(l.Names)
				l.Names = append(l.Names, loss.Name)
			}
			key := line.Region.Key
			if line.Data != nil {
				key = fmt.Sprintf("%s #%d", key, line.Place.Line)
			}
			if parts[key] == nil {
				parts[key] = &part{}
				order = append(order, key)
			}
			pt := parts[key]
			pt.lines, pt.losses = append(pt.lines, line), append(pt.losses, index)
			n := line.Points
			if line.Data != nil {
				n = line.Data.N
			} else if n == 0 {
				n = l.config.Count(loss.Name, interior(line))
			}
			pt.points = max(pt.points, n)
		}
	}
	if len(l.Names) == 0 {
		return fmt.Errorf("problem %s has no loss that is not identically zero; add a loss line", l.p.Name)
	}
	estimated := false
	for _, key := range order {
		pt := parts[key]
		g, err := newGroup[T](l.p, l.bind, pt.lines, pt.losses, pt.points, l.config.Estimate)
		if err != nil {
			return err
		}
		l.groups = append(l.groups, g)
		g.region, g.data = pt.lines[0].Region, pt.lines[0].Data
		estimated = estimated || g.estimated()
	}
	if l.config.Estimate.On() && !estimated {
		return errNothing
	}
	return nil
}

// Equations marks the losses that hold an equation on the open interior; the others are conditions on faces, at times or on data. The
// slice is the caller's.
func (l *Losses[T]) Equations() []bool {
	out := make([]bool, len(l.Names))
	for _, g := range l.groups {
		for _, t := range g.terms {
			out[t.loss] = out[t.loss] || slices.Contains(t.interior, true)
		}
	}
	return out
}

// Place draws the points of every group anew; those of data stay.
func (l *Losses[T]) Place(p Placement) error {
	d := len(l.p.Coords)
	l.round = p.Round
	for i, g := range l.groups {
		if g.data != nil {
			if g.at == nil {
				if err := l.placeData(g); err != nil {
					return err
				}
			}
			continue
		}
		x, normal, err := collocation.Place(g.region, d, g.points, p.Sampler, p.Seed, uint64(i+1)<<32|p.Round)
		if err != nil {
			return err
		}
		g.place(l.p.Graph, l.bind, rowsAt(d, x, normal, nil, 0), 2*d)
	}
	return nil
}

// placeData puts a group on its data's points, with the measured values behind each point.
func (l *Losses[T]) placeData(g *group[T]) error {
	v, err := l.p.DataValues(g.data, l.bind, l.config.Truth)
	if err != nil {
		return err
	}
	d := len(l.p.Coords)
	g.place(l.p.Graph, l.bind, rowsAt(d, g.data.X, nil, v, g.data.Columns), 2*d+g.data.Columns)
	return nil
}

// rowsAt lays points out as expressions read them: d coordinates, d components of the normal, the data.
func rowsAt(d int, x, normal, data []float64, columns int) []float64 {
	n, stride := len(x)/d, 2*d+columns
	out := make([]float64, n*stride)
	for i := range n {
		row := out[i*stride:]
		copy(row, x[i*d:(i+1)*d])
		if normal != nil {
			copy(row[d:], normal[i*d:(i+1)*d])
		}
		copy(row[2*d:], data[i*columns:(i+1)*columns])
	}
	return out
}

// deal gives the blocks to the shards in turn, largest groups first as the text has them.
func (l *Losses[T]) deal() {
	params := l.netParams + len(l.unknowns)
	for range Shards {
		l.shards = append(l.shards, &shard[T]{
			reaches: make([]bool, len(l.Names)),
			grad:    rowsOf[T](len(l.Names), params), value: make([]float64, len(l.Names)), unknown: rowsOf[float64](len(l.Names), len(l.unknowns)),
		})
	}
	n := 0
	for i, g := range l.groups {
		for _, b := range g.blocks(i) {
			s := l.shards[n%Shards]
			s.blocks = append(s.blocks, b)
			for _, t := range g.terms {
				s.reaches[t.loss] = true
			}
			if l.penaltyGrad != nil && g.takesPart(b) && !s.agreement.reached {
				s.agreement = agreement[T]{grad: make([]T, l.netParams), reached: true}
			}
			n++
		}
	}
}

// runShard is what worker w does with the shard of a job.
func (l *Losses[T]) runShard(w, job int) {
	sh := l.shards[l.first+job]
	for k, reached := range sh.reaches {
		if reached {
			clear(sh.grad[k])
			clear(sh.unknown[k])
		}
	}
	clear(sh.value)
	clear(sh.agreement.grad)
	sh.agreement.value = 0
	l.workers[w].run(sh)
	for k, row := range sh.unknown {
		for i, v := range row {
			sh.grad[k][l.netParams+i] = T(v) * l.chain[i]
		}
	}
}

// Evaluate writes the K loss values and, into grads, the K gradients at the network's present parameters. The network must be
// packed.
func (l *Losses[T]) Evaluate(values []float64, grads *gradient.Set[T]) {
	l.grads = grads
	l.readUnknowns()
	l.scatter()
	l.team.run(Shards, l.sumJob)
	l.grads = nil
	clear(values)
	for k := range values {
		for _, s := range l.shards {
			values[k] += s.value[k]
		}
	}
	l.penalty = 0
	for _, s := range l.shards {
		l.penalty += s.agreement.value
	}
}

// sumPart adds the shards' gradients, in their order, over one part of the parameters.
func (l *Losses[T]) sumPart(_, part int) {
	for k, row := range l.grads.Rows {
		lo, hi := len(row)*part/Shards, len(row)*(part+1)/Shards
		first := true
		for _, s := range l.shards {
			if s.reaches[k] {
				l.join(row[lo:hi], s.grad[k][lo:hi], first)
				first = false
			}
		}
	}
	if l.halves != 0 {
		return // the penalty's gradient stays that of the step
	}
	lo, hi := len(l.penaltyGrad)*part/Shards, len(l.penaltyGrad)*(part+1)/Shards
	first := true
	for _, s := range l.shards {
		if s.agreement.reached {
			l.join(l.penaltyGrad[lo:hi], s.agreement.grad[lo:hi], first)
			first = false
		}
	}
}

// join adds src to dst, or copies it if it is the first.
func (l *Losses[T]) join(dst, src []T, first bool) {
	if first {
		copy(dst, src)
		return
	}
	l.set.Vec(kernel.Add, dst, dst, src, 0)
}

// Blocks returns the parameter blocks: the network's, then the unknown coefficients if there are any.
func Blocks(s network.Shape, unknowns int) []gradient.Block {
	b := s.Blocks()
	if unknowns > 0 {
		n := s.Params()
		b = append(b, gradient.Block{Name: "coefficients", Lo: n, Hi: n + unknowns})
	}
	return b
}

// Close ends the workers.
func (l *Losses[T]) Close() { l.team.close() }
