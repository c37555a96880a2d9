package network

import (
	"fmt"
	"math"
	"math/rand/v2"

	"counterpoint/solver/gradient"
	"counterpoint/solver/kernel"
)

// Shape is the architecture of a multilayer perceptron: In coordinates, Depth hidden layers of Width units, Out linear outputs.
type Shape struct {
	In, Out, Width, Depth int
	Activation            kernel.Activation
	Embedding             *Embedding // nil: the first layer sees the coordinates
	Adapters              *Adapters  // nil: none

	// The first layer sees (x - Center) * Scale, coordinate by coordinate; nil: x. Not with an Embedding.
	Center, Scale []float64
}

// inputs is the number of values that the first layer sees.
func (s Shape) inputs() int {
	if s.Embedding != nil {
		return s.Embedding.Features()
	}
	return s.In
}

// ParseActivation returns the activation of that name.
func ParseActivation(name string) (kernel.Activation, error) {
	switch name {
	case "tanh":
		return kernel.Tanh, nil
	case "sin":
		return kernel.Sin, nil
	case "silu":
		return kernel.SiLU, nil
	}
	return 0, fmt.Errorf("activation: %q is none of tanh, sin, silu", name)
}

// layer is one affine map: weights at [w, w+rows*cols) row-major, biases at [b, b+rows).
type layer struct{ rows, cols, w, b int }

func (s Shape) layers() []layer {
	out := make([]layer, 0, s.Depth+1)
	at, cols := 0, s.inputs()
	for l := range s.Depth + 1 {
		rows := s.Width
		if l == s.Depth {
			rows = s.Out
		}
		out = append(out, layer{rows: rows, cols: cols, w: at, b: at + rows*cols})
		at += rows * (cols + 1)
		cols = rows
	}
	return out
}

// TrunkParams returns the number of parameters without the adapters'.
func (s Shape) TrunkParams() int {
	return s.Width*(s.inputs()+1) + (s.Depth-1)*s.Width*(s.Width+1) + s.Out*(s.Width+1)
}

// Params returns the number of parameters: the trunk's, then the adapters'.
func (s Shape) Params() int {
	n := s.TrunkParams()
	if a := s.adapters(); len(a) > 0 {
		n = a[len(a)-1].end()
	}
	return n
}

// Private reports whether each loss sees an adapter of its own.
func (s Shape) Private() bool { return s.Adapters != nil && s.Adapters.Kind == Private }

// Blocks names the parameter ranges: l0 to lDepth, weights and biases of a layer together, then the adapters behind layer i as ai, or, if
// private, those of loss k as ai.k.
func (s Shape) Blocks() []gradient.Block {
	var out []gradient.Block
	for i, l := range s.layers() {
		out = append(out, gradient.Block{Name: fmt.Sprintf("l%d", i), Lo: l.w, Hi: l.b + l.rows})
	}
	return append(out, s.adapterBlocks()...)
}

// Init writes Glorot-normal weights (variance 2/(fan in + fan out); Glorot and Bengio 2010, eq. 16) and zero biases into theta,
// as float64 draws from the seed: both precisions start from the same numbers. The sin activation starts with the first layer's
// weights as they are, without SIREN's factor.
func (s Shape) Init(theta []float64, seed uint64) {
	if len(theta) != s.Params() {
		panic("network: parameter vector has the wrong length")
	}
	for i, l := range s.layers() {
		rng := rand.New(rand.NewPCG(seed, 0x6e6574<<8+uint64(i)))
		std := math.Sqrt(2 / float64(l.rows+l.cols))
		for j := range l.rows * l.cols {
			theta[l.w+j] = std * rng.NormFloat64()
		}
		clear(theta[l.b : l.b+l.rows])
	}
	s.initAdapters(theta, seed)
}

// Net is a network over parameters that its owner updates. Pack must be called after each change of them; the sweeps
// (Sweep) of any number of workers then read it.
type Net[T kernel.Float] struct {
	Shape
	Theta []T // length Params, shared with the owner
	set   *kernel.Set[T]

	maps     []layer
	packed   [][]T // per layer, for the forward product
	packedTr [][]T // per layer, transposed, for the reverse product
	adapters []*packedAdapter[T]
	overlaps [][]rows // of the adapters, for Overlap
}

// New returns a network over theta, which it keeps.
func New[T kernel.Float](s Shape, theta []T, set *kernel.Set[T]) *Net[T] {
	if len(theta) != s.Params() {
		panic("network: parameter vector has the wrong length")
	}
	n := &Net[T]{Shape: s, Theta: theta, set: set, maps: s.layers(), overlaps: s.sides()}
	for _, l := range n.maps {
		n.packed = append(n.packed, make([]T, set.PackLen(l.rows, l.cols)))
		n.packedTr = append(n.packedTr, make([]T, set.PackLen(l.cols, l.rows)))
	}
	for _, a := range s.adapters() {
		n.adapters = append(n.adapters, newPackedAdapter(a, set))
	}
	return n
}

// Pack brings the packed copies of the weights up to date with Theta.
func (n *Net[T]) Pack() {
	for i, l := range n.maps {
		w := n.Theta[l.w:l.b]
		n.set.Pack(n.packed[i], w, l.rows, l.cols, l.cols, false)
		if i > 0 {
			n.set.Pack(n.packedTr[i], w, l.cols, l.rows, l.cols, true)
		}
	}
	for _, a := range n.adapters {
		a.pack(n.Theta, n.set)
	}
}

// Kernel returns the kernel set the network computes with.
func (n *Net[T]) Kernel() *kernel.Set[T] { return n.set }

// Map is the size of one affine map.
type Map struct{ Rows, Cols int }

// Maps returns the sizes of the affine maps, first layer first.
func (s Shape) Maps() []Map {
	var out []Map
	for _, l := range s.layers() {
		out = append(out, Map{l.rows, l.cols})
	}
	return out
}
