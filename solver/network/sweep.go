package network

import (
	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// Sweep is one worker's memory for carrying blocks of one channel set through a network: activations of every layer, forward,
// and two adjoint buffers, back. Blocks are feature-major [unit][channel][point]. It allocates nothing after NewSweep.
type Sweep[T kernel.Float] struct {
	Channels *jet.Channels
	Points   int // points of a full block, a multiple of kernel.Lanes

	// Along[i], if it is not nil, is the direction (one number per coordinate) that stands for coordinate i in the channels: the
	// derivatives by i are then those along it. Set by the caller before Forward, kept until Reverse; nil where there is none.
	Along [][]T

	prog    *kernel.JetProgram
	ld      int
	x       []T   // In x points: the block's coordinates
	seen    []T   // the same as the first layer sees them: x, or scaled
	ldx     int   // the row stride of both
	z       [][]T // per hidden layer, before the activation; the same memory as h unless the reverse sweep reads it
	h       [][]T // per hidden layer, after it; two buffers in turn if there is no reverse sweep
	out     []T   // Out x channels x points
	bar     [2][]T
	scratch []T
	n       int // points of the block under way, padded
	rows    []T
	embed   *features[T] // nil without an embedding
	by      []*bypass[T] // one per stack of adapters
	gates   *gates[T]    // of local adapters
	view    int          // the loss whose private adapters are looked through, -1 for all
	mean    []T          // sum of the views' outputs, for private adapters
}

// NewSweep returns memory for blocks of up to points points with the channels c through a network of shape s. Only what reverse
// sweeps need is kept if reverse is set; without it Reverse panics.
func NewSweep[T kernel.Float](s Shape, c *jet.Channels, points int, reverse bool) *Sweep[T] {
	if points <= 0 || points%kernel.Lanes != 0 {
		panic("network: block points not a multiple of kernel.Lanes")
	}
	w := &Sweep[T]{Channels: c, Points: points, prog: jet.Program(s.Activation, c)}
	w.ld = kernel.Stride(c.Len() * points)
	w.ldx = kernel.Stride(points)
	w.x = make([]T, s.In*w.ldx)
	w.seen = w.x
	if s.Scale != nil {
		w.seen = make([]T, s.In*w.ldx)
	}
	for l := range s.Depth {
		if !reverse && l >= 2 {
			w.h, w.z = append(w.h, w.h[l-2]), append(w.z, w.z[l-2])
			continue
		}
		h := make([]T, s.Width*w.ld)
		z := h
		if reverse && !w.prog.FromOutput {
			z = make([]T, s.Width*w.ld)
		}
		w.h, w.z = append(w.h, h), append(w.z, z)
	}
	w.out = make([]T, s.Out*w.ld)
	if reverse {
		for i := range w.bar {
			w.bar[i] = make([]T, max(s.Width, s.Out)*w.ld)
		}
	}
	w.scratch = make([]T, w.prog.ScratchLen())
	if s.Embedding != nil {
		w.embed = newFeatures[T](s.Embedding, c, w.ld)
	}
	w.addAdapters(s)
	return w
}

// addAdapters adds the memory of the adapters' stacks: those of one layer share its output.
func (w *Sweep[T]) addAdapters(s Shape) {
	var h []T
	last := -1
	for _, a := range s.adapters() {
		if a.from != last && s.Adapters.Place != AtOutput {
			h, last = make([]T, s.Width*w.ld), a.from
		}
		w.by = append(w.by, newBypass[T](a, s.Adapters, w.Channels, w.ld, h))
	}
	switch {
	case s.Adapters == nil:
	case s.Adapters.Kind == Local:
		w.gates = newGates[T](s.Adapters.Losses, w.Channels, w.Points)
	case s.Adapters.Kind == Private:
		w.mean = make([]T, s.Out*w.ld)
	}
}

// Input is where the caller writes coordinate i of the block's points before Forward.
func (w *Sweep[T]) Input(i int) []T { return w.x[i*w.ldx : i*w.ldx+w.Points] }

// Row returns channel c of output f of the last Forward: the points' Taylor coefficients, padded to the block.
func (w *Sweep[T]) Row(f, c int) []T {
	at := f*w.ld + c*w.n
	return w.out[at : at+w.n : at+w.n]
}

// BarRow is where the caller writes the adjoint of Row(f, c) before Reverse.
func (w *Sweep[T]) BarRow(f, c int) []T {
	at := f*w.ld + c*w.n
	return w.bar[0][at : at+w.n : at+w.n]
}

// Forward carries n points (padded, a multiple of kernel.Lanes, at most Points) whose coordinates stand in Input through net.
// rows holds the channel set's weight rows, n apart, and is kept until Reverse; nil if it has none. With private adapters the outputs
// are the mean of the losses' views, which Reverse cannot follow.
func (w *Sweep[T]) Forward(net *Net[T], n int, rows []T) {
	if !net.Private() {
		w.ForwardView(net, n, rows, -1)
		return
	}
	k := net.Adapters.Losses
	clear(w.mean)
	for v := range k {
		w.ForwardView(net, n, rows, v)
		net.set.Vec(kernel.Axpy, w.mean, w.out, nil, T(1/float64(k)))
	}
	copy(w.out, w.mean)
	w.view = -1
}

// ForwardView is Forward as loss number view sees it: through its own adapters alone if they are private, all of them if not.
func (w *Sweep[T]) ForwardView(net *Net[T], n int, rows []T, view int) {
	if n <= 0 || n > w.Points || n%kernel.Lanes != 0 {
		panic("network: block size")
	}
	w.n, w.rows, w.view = n, rows, view
	w.scale(net)
	if w.gates != nil {
		w.gates.read(w, net.Adapters.Gates)
	}
	cols := w.Channels.Len() * n
	for l := range net.Depth {
		m := net.maps[l]
		if l == 0 {
			w.first(net)
		} else {
			net.set.Gemm(w.z[l], w.ld, net.packed[l], w.passed(net, l-1), w.ld, m.rows, m.cols, cols, false)
		}
		net.set.AddBias(w.z[l], w.ld, net.Theta[m.b:m.b+m.rows], m.rows, n)
		net.set.JetForward(w.prog, w.h[l], w.z[l], w.ld, m.rows, n, rows, w.scratch)
		if i := w.behind(net, l); i >= 0 && w.by[i].h != nil {
			copy(w.by[i].h, w.h[l])
			w.by[i].forward(w, net, net.adapters[i], w.h[l], w.by[i].h)
		}
	}
	m := net.maps[net.Depth]
	net.set.Gemm(w.out, w.ld, net.packed[net.Depth], w.passed(net, net.Depth-1), w.ld, m.rows, m.cols, cols, false)
	net.set.AddBias(w.out, w.ld, net.Theta[m.b:m.b+m.rows], m.rows, n)
	if i := w.behind(net, net.Depth-1); i >= 0 && w.by[i].h == nil {
		w.by[i].forward(w, net, net.adapters[i], w.h[net.Depth-1], w.out)
	}
}

// behind returns the stack of adapters behind hidden layer l in the present view, -1 if there is none.
func (w *Sweep[T]) behind(net *Net[T], l int) int {
	for i, a := range net.adapters {
		if a.from == l && (a.loss < 0 || a.loss == w.view) {
			return i
		}
	}
	return -1
}

// passed is what hidden layer l hands on: its output, with the adapters' share if they stand behind it.
func (w *Sweep[T]) passed(net *Net[T], l int) []T {
	if i := w.behind(net, l); i >= 0 && w.by[i].h != nil {
		return w.by[i].h
	}
	return w.h[l]
}

// first writes the first layer's pre-activation jets: W times the features of an embedding, or, without one, W x in the value, column
// i of W in the first derivative by coordinate i, zero elsewhere.
func (w *Sweep[T]) first(net *Net[T]) {
	m, n := net.maps[0], w.n
	if w.embed != nil {
		w.embed.forward(w, net.set)
		net.set.Gemm(w.z[0], w.ld, net.packed[0], w.embed.h, w.ld, m.rows, m.cols, w.Channels.Len()*n, false)
		return
	}
	net.set.Gemm(w.z[0], w.ld, net.packed[0], w.seen, w.ldx, m.rows, m.cols, n, false)
	for u := range m.rows {
		row, k := w.z[0][u*w.ld:u*w.ld+w.Channels.Len()*n], 1 // first derivatives stand before all others, which are zero
		for i := w.coordinate(k); i >= 0; i = w.coordinate(k) {
			slope := w.slope(net, net.Theta[m.w+u*m.cols:m.w+(u+1)*m.cols], i)
			net.set.Vec(kernel.Fill, row[k*n:(k+1)*n], nil, nil, slope)
			k++
		}
		clear(row[k*n:])
	}
}

// coordinate returns i if channel k is the first derivative by coordinate i, else -1.
func (w *Sweep[T]) coordinate(k int) int {
	if k < len(w.Channels.Indices) {
		if a := w.Channels.Indices[k]; a.Order() == 1 {
			return int(a[0]) - 1
		}
	}
	return -1
}

// scale brings the coordinates into the range that the first layer sees.
func (w *Sweep[T]) scale(net *Net[T]) {
	for i, f := range net.Scale {
		c, f, x, y := T(net.Center[i]), T(f), w.Input(i)[:w.n], w.seen[i*w.ldx:]
		for j := range x {
			y[j] = (x[j] - c) * f
		}
	}
}

// direction returns the components of the direction of coordinate i's channels: the direction that stands for it, nil for itself.
func (w *Sweep[T]) direction(i int) []T {
	if w.Along == nil {
		return nil
	}
	return w.Along[i]
}

// slope returns the derivative by coordinate i, or along what stands for it, of the linear function of what the first layer sees with
// coefficients row.
func (w *Sweep[T]) slope(net *Net[T], row []T, i int) T {
	v := w.direction(i)
	if v == nil {
		return row[i] * net.stretch(i)
	}
	var sum T
	for j, a := range v {
		sum += row[j] * a * net.stretch(j)
	}
	return sum
}

// stretch is the derivative of what the first layer sees of coordinate i.
func (n *Net[T]) stretch(i int) T {
	if n.Scale == nil {
		return 1
	}
	return T(n.Scale[i])
}

// Reverse carries the adjoints in BarRow back through the last Forward, or the last view of private adapters, and adds the gradient to
// grad (length Params). sums is scratch of the network's Width at least.
func (w *Sweep[T]) Reverse(net *Net[T], grad, sums []T) {
	if net.Private() && w.view < 0 {
		panic("network: Reverse after a mean of views")
	}
	n, cols := w.n, w.Channels.Len()*w.n
	bar, next := w.bar[0], w.bar[1]
	for l := net.Depth; l >= 0; l-- {
		m := net.maps[l]
		net.set.RowSums(grad[m.b:m.b+m.rows], bar, w.ld, m.rows, n)
		if l == 0 {
			break
		}
		net.set.Dot(grad[m.w:m.b], m.cols, bar, w.ld, w.passed(net, l-1), w.ld, m.rows, m.cols, cols)
		net.set.Gemm(next, w.ld, net.packedTr[l], bar, w.ld, m.cols, m.rows, cols, false)
		if i := w.behind(net, l-1); i >= 0 {
			to := next
			if w.by[i].h == nil {
				to = bar // the output's adjoint
			}
			w.by[i].reverse(w, net, net.adapters[i], w.h[l-1], to, next, grad)
		}
		from := w.z[l-1]
		if w.prog.FromOutput {
			from = w.h[l-1]
		}
		net.set.JetReverse(w.prog, next, from, next, w.ld, m.cols, n, w.rows, w.scratch)
		bar, next = next, bar
	}
	w.firstReverse(net, bar, grad, sums)
}

// firstReverse adds the gradient of the first layer's weights: the value's adjoint times the coordinates, and the sum of the
// adjoints of each first derivative.
func (w *Sweep[T]) firstReverse(net *Net[T], bar, grad, sums []T) {
	m, n := net.maps[0], w.n
	if w.embed != nil {
		net.set.Dot(grad[m.w:m.b], m.cols, bar, w.ld, w.embed.h, w.ld, m.rows, m.cols, w.Channels.Len()*n)
		return
	}
	net.set.Dot(grad[m.w:m.b], m.cols, bar, w.ld, w.seen, w.ldx, m.rows, m.cols, n)
	for k := 1; k < len(w.Channels.Indices); k++ {
		i := w.coordinate(k)
		if i < 0 {
			continue
		}
		s := sums[:m.rows]
		clear(s)
		net.set.RowSums(s, bar[k*n:], w.ld, m.rows, n)
		for u, v := range s {
			row := grad[m.w+u*m.cols : m.w+(u+1)*m.cols]
			d := w.direction(i)
			if d == nil {
				row[i] += v * net.stretch(i)
			}
			for j, a := range d {
				row[j] += v * a * net.stretch(j)
			}
		}
	}
}
