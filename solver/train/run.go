package train

import (
	"fmt"
	"runtime"
	"time"

	"counterpoint/solver/collocation"
	"counterpoint/solver/experiment"
	"counterpoint/solver/expr"
	"counterpoint/solver/gradient"
	"counterpoint/solver/loss"
	"counterpoint/solver/network"
	"counterpoint/solver/problem"
)

// Options are what may differ between two runs of one Spec without changing a bit of the result.
type Options struct {
	Workers int    // goroutines; 0: one per processor
	Kernel  string // kernel set by name; "": the best this machine has
	// Elsewhere computes some of the shards of each evaluation; see loss.Elsewhere. nil: none.
	Elsewhere loss.Elsewhere
	Problem   *problem.Problem // the Spec's problem if it is parsed already; for this run alone, since compiling adds to its graph
}

// Run is one training under way. It belongs to one goroutine.
type Run struct {
	spec      experiment.Spec
	opt       Options
	p         *problem.Problem
	bind      expr.Binding
	counts    loss.Counts
	placement loss.Placement
	shape     network.Shape
	blocks    []gradient.Block

	step    int
	from    int     // step at which this process took the run up
	last    float64 // learning rate of the last step
	spent   time.Duration
	limit   float64 // a loss beyond it has diverged
	stopped bool    // the finishing phase can improve no more
	view    *seen
	onGrads func() // called in a step between gradients and update; may be nil
	slots   *slots
	single  *engine[float32] // exactly one of single, double trains
	double  *engine[float64]
	finish  *finish
	judge   *judge
	params  []float64 // the parameters in float64, for judging
}

// New builds the run of spec: the problem compiled, points placed, network initialised. A Spec that cannot be run is an error that
// says which setting and what is allowed.
func New(spec experiment.Spec, opt Options) (*Run, error) {
	if err := spec.Check(); err != nil {
		return nil, err
	}
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	r := &Run{spec: spec.Clone(), opt: opt, p: opt.Problem}
	for _, build := range []func() error{r.load, r.configure, r.engage} {
		if err := build(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Run) load() (err error) {
	switch {
	case r.p != nil:
	case r.spec.Text != "":
		p, faults := problem.Parse(r.spec.Problem, r.spec.Text)
		if len(faults) > 0 {
			return faults[0]
		}
		r.p = p
	default:
		if r.p, err = problem.Load(r.spec.Problem); err != nil {
			return err
		}
	}
	r.bind, err = r.p.Bind(r.spec.Set)
	return err
}

func (r *Run) configure() (err error) {
	s := &r.spec
	if r.counts, err = parsePoints(s.Points, r.p); err != nil {
		return err
	}
	sampler, err := collocation.Find(s.Sampler)
	if err != nil {
		return err
	}
	r.placement = loss.Placement{Sampler: sampler, Seed: s.Seed}
	act, err := network.ParseActivation(s.Activation)
	if err != nil {
		return err
	}
	r.shape = network.Shape{In: len(r.p.Coords), Out: len(r.p.Fields), Width: s.Width, Depth: s.Depth, Activation: act}
	if r.shape.Embedding, err = embedding(s, r.p); err != nil {
		return err
	}
	if r.shape.Center, r.shape.Scale, err = scaling(s, r.p, r.shape.Embedding); err != nil {
		return err
	}
	if r.shape, err = structured(s, r.p, r.hard(), r.shape); err != nil {
		return err
	}
	if n := r.shape.Params(); n > 50_000_000 {
		return fmt.Errorf("width %d and depth %d give %d parameters; 50 million are the most that fit", s.Width, s.Depth, n)
	}
	r.blocks = loss.Blocks(r.shape, len(r.p.Unknowns))
	return nil
}

// engage initialises the parameters and builds the engine of the Spec's precision.
func (r *Run) engage() (err error) {
	n := r.shape.Params()
	r.params = make([]float64, n+len(r.p.Unknowns))
	r.shape.Init(r.params[:n], r.spec.Seed)
	copy(r.params[n:], loss.Start(r.p.Unknowns))
	if r.spec.Precision == "f64" {
		if r.double, err = newEngine[float64](r, r.params); err == nil {
			err = divide(r, r.double)
		}
	} else if r.single, err = newEngine[float32](r, r.params); err == nil {
		err = divide(r, r.single)
	}
	if err == nil {
		r.slots, err = newSlots(&r.spec, r.Equations())
	}
	return err
}

// names returns the K loss names.
func (r *Run) names() []string {
	if r.single != nil {
		return r.single.losses.Names
	}
	return r.double.losses.Names
}

// Equations marks which of the K losses hold an equation on the open interior; the others are conditions on faces, at times or on data.
func (r *Run) Equations() []bool {
	if r.single != nil {
		return r.single.losses.Equations()
	}
	return r.double.losses.Equations()
}

// Total is the number of steps of the whole run: Adam's and the finishing phase's at most.
func (r *Run) Total() int {
	if r.spec.Finish == "" {
		return r.spec.Steps
	}
	return r.spec.Steps + r.spec.FinishStep
}

// StepCount is the number of steps taken.
func (r *Run) StepCount() int { return r.step }

// Rate is the number of steps a second since the run was built or restored; 0 before its first step.
func (r *Run) Rate() float64 {
	if r.spent <= 0 {
		return 0
	}
	return float64(r.step-r.from) / r.spent.Seconds()
}

// Done reports whether the last step was taken.
func (r *Run) Done() bool { return r.stopped || r.step >= r.Total() }

// Spec returns the run's Spec.
func (r *Run) Spec() experiment.Spec { return r.spec.Clone() }

// Problem returns the problem the run trains on; it must not be changed.
func (r *Run) Problem() *problem.Problem { return r.p }

// KernelName returns the name of the kernel set in use.
func (r *Run) KernelName() string {
	if r.single != nil {
		return r.single.set.Name
	}
	return r.double.set.Name
}

// Info describes the run's problem and parameters.
func (r *Run) Info() experiment.Info {
	info := r.p.Info()
	info.Losses = r.names()
	info.Params, info.Equation = len(r.params), r.Equations()
	for _, b := range r.blocks {
		info.Blocks = append(info.Blocks, b.Name)
	}
	return info
}

// Close ends the run's workers. The run must not be used afterwards.
func (r *Run) Close() {
	if r.single != nil {
		r.single.losses.Close()
	}
	if r.double != nil {
		r.double.losses.Close()
	}
}
