package loss

import (
	"math"
	"slices"
	"testing"

	"counterpoint/solver/collocation"
	"counterpoint/solver/gradient"
	"counterpoint/solver/kernel"
	"counterpoint/solver/network"
	"counterpoint/solver/problem"
)

func parse(t *testing.T, text string) *problem.Problem {
	t.Helper()
	p, faults := problem.Parse("test.pde", text)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return p
}

// fixture is a problem's losses on a small network in float64.
type fixture struct {
	*Losses[float64]
	theta  []float64
	grads  *gradient.Set[float64]
	values []float64
}

func setUp(t *testing.T, p *problem.Problem, hard bool, points int) *fixture {
	t.Helper()
	shape := network.Shape{In: len(p.Coords), Out: len(p.Fields), Width: 6, Depth: 2}
	f := &fixture{theta: make([]float64, shape.Params()+len(p.Unknowns))}
	n := shape.Params()
	shape.Init(f.theta[:n], 1)
	copy(f.theta[n:], Start(p.Unknowns))
	set := kernel.Portable[float64]()
	bind, err := p.Bind(nil)
	if err != nil {
		t.Fatal(err)
	}
	sampler, err := collocation.Find("halton")
	if err != nil {
		t.Fatal(err)
	}
	f.Losses, err = New(p, bind, network.New(shape, f.theta[:n:n], set), f.theta[n:], set, Config{
		Count: func(string, bool) int { return points }, Place: Placement{Sampler: sampler, Seed: 3}, Workers: 2, Hard: hard,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	f.grads = gradient.NewSet[float64](len(f.Names), Blocks(shape, len(p.Unknowns)))
	f.values = make([]float64, len(f.Names))
	return f
}

func (f *fixture) at(theta []float64) []float64 {
	copy(f.theta, theta)
	f.net.Pack()
	f.Evaluate(f.values, f.grads)
	return slices.Clone(f.values)
}

const head = "title t\ncoord x in [0, 1]\ntime t in [0, 2]\nfield u\n"

// The value of a loss is the mean of the squared residual over its points, with its weight; lines of one name add up.
func TestValuesByHand(t *testing.T) {
	f := setUp(t, parse(t, head+"loss a: u = 0 on t=0\nloss a weight 3: u = 1 on x=1\nloss b: u = x on t=0\n"), false, 37)
	got := f.at(slices.Clone(f.theta))
	if want := []string{"a", "b"}; !slices.Equal(f.Names, want) {
		t.Fatalf("losses %v, want %v", f.Names, want)
	}
	if len(f.groups) != 2 {
		t.Errorf("%d groups, want 2: lines on one region share points", len(f.groups))
	}
	predict := network.NewPredictor(f.net)
	mean := func(g int, target func(x []float64) float64) float64 {
		sum := 0.0
		for i := range f.groups[g].points {
			x := f.groups[g].at[4*i : 4*i+2]
			var u [1]float64
			predict.At(x, 1, u[:])
			sum += (u[0] - target(x)) * (u[0] - target(x)) / 37
		}
		return sum
	}
	a := mean(0, func([]float64) float64 { return 0 }) + 3*mean(1, func([]float64) float64 { return 1 })
	b := mean(0, func(x []float64) float64 { return x[0] })
	if math.Abs(got[0]-a) > 1e-13 || math.Abs(got[1]-b) > 1e-13 {
		t.Errorf("losses %v, want %g and %g", got, a, b)
	}
}

// Every kind of line: derivatives, Laplacians, pairs, points, normals, unknown scalars and fields, data, weights.
var kinds = map[string]string{
	"time derivative":   head + "loss a: u_tt = u_xx\n",
	"mixed and product": head + "loss a: u_xt = u*u_x + sin(u)\n",
	"pair":              head + "loss a: u(x=0) = u(x=1)\nloss b: u_x(x=0) = u_x(x=1)\n",
	"point":             head + "loss a: u(x=0.5, t=1) = 2\n",
	"normal derivative": head + "loss a: dn(u) = u on x=0, x=1\n",
	"unknown scalar":    head + "unknown c = 0.3\nloss a: u_t = c*u_xx + c^2\n",
	"positive unknown":  head + "unknown c = 0.3 true 1 positive\nloss a: u_t = c*u_xx + c^2\n",
	"unknown field":     "title t\ncoord x in [0, 1]\nfield u\nfield q\nloss a: u_xx = q\n",
	"two fields":        "title t\ncoord x in [0, 1]\ntime t in [0, 1]\nfield u\nfield v\nloss a: u_t = v_x + u*v\nloss b: v_t = u_xx\n",
	"laplacian":         "title t\ncoord x[3] in [0, 1]\nfield u\nloss a: lap(u) + gradsq(u) = 1\n",
	"weighted":          "title t\ncoord x in [1, 2]\ncoord y in [1, 2]\nfield u\nloss a: x^2*u_xx + y*u_yy = 1\n",
	"fourth order":      "title t\ncoord x in [0, 1]\ncoord y in [0, 1]\nfield u\nloss a: u_xxxx + 2*u_xxyy + u_yyyy = 1\n",
	"data":              head + "exact u = sin(x)*t\nloss a: u = exact at 50 random points noise 0.1 seed 2\n",
}

func TestGradientsOfEveryKindOfLine(t *testing.T) {
	checked := 0
	for name, text := range kinds {
		f := setUp(t, parse(t, text), false, 45)
		theta := slices.Clone(f.theta)
		f.at(theta)
		for k := range f.Names {
			f.at(theta)
			g := slices.Clone(f.grads.Rows[k])
			for i := 0; i < len(theta); i += 5 {
				checked++
				checkCentral(t, f, name, theta, g, k, i)
			}
			for i := f.netParams; i < len(theta); i++ {
				checked++
				checkCentral(t, f, name, theta, g, k, i)
				if g[i] == 0 {
					t.Errorf("%s: no gradient of unknown %d", name, i-f.netParams)
				}
			}
		}
	}
	if checked < 100 {
		t.Fatalf("only %d derivatives were checked", checked)
	}
}

func checkCentral(t *testing.T, f *fixture, name string, theta, g []float64, k, i int) {
	t.Helper()
	const h = 1e-4
	at := func(d float64) float64 {
		x := slices.Clone(theta)
		x[i] += d
		return f.at(x)[k]
	}
	// fourth-order differences: truncation h^4, rounding 1e-16 L/h
	want := (8*(at(h)-at(-h)) - (at(2*h) - at(-2*h))) / (12 * h)
	scale := 0.0
	for _, v := range g {
		scale = math.Max(scale, math.Abs(v))
	}
	if math.Abs(g[i]-want) > 1e-7*scale+1e-11 {
		t.Errorf("%s, loss %s, parameter %d: %g, central difference %g", name, f.Names[k], i, g[i], want)
	}
}

// A transform that meets the boundary condition removes its loss; the residual then holds for the transformed field.
func TestHardConstraints(t *testing.T) {
	p := parse(t, head+"transform u = x + t*x*(1-x)*u\nloss pde: u_t = u_xx\nloss bc: u = x on x=0, x=1\nloss ic: u = x on t=0\n")
	if soft := setUp(t, p, false, 40); !slices.Equal(soft.Names, []string{"pde", "bc", "ic"}) {
		t.Errorf("without transform: %v", soft.Names)
	}
	hard := setUp(t, p, true, 40)
	if !slices.Equal(hard.Names, []string{"pde"}) {
		t.Errorf("with transform: %v, want pde alone", hard.Names)
	}
	theta := slices.Clone(hard.theta)
	hard.at(theta)
	g := slices.Clone(hard.grads.Rows[0])
	for i := 0; i < len(theta); i += 7 {
		checkCentral(t, hard, "transform", theta, g, 0, i)
	}
}

func TestNoLossIsAnError(t *testing.T) {
	p := parse(t, head+"transform u = x*(1-x)*u\nloss a: u = 0 on x=0, x=1\n")
	bind, _ := p.Bind(nil)
	shape := network.Shape{In: 2, Out: 1, Width: 2, Depth: 1}
	set := kernel.Portable[float64]()
	_, err := New(p, bind, network.New(shape, make([]float64, shape.Params()), set), nil, set, Config{Count: func(string, bool) int { return 1 }, Workers: 1, Hard: true})
	if err == nil {
		t.Error("a problem whose losses are all zero was accepted")
	}
}

func TestFlopsOfBurgers(t *testing.T) {
	p, err := problem.Load("burgers")
	if err != nil {
		t.Fatal(err)
	}
	f := setUp(t, p, false, 100)
	// per point: first layer 2*6*2, hidden 2*6*6, last 2*6; pde has 4 channels
	first, rest := 24.0, 72.0+12
	want := 100*(first*2+rest*4*3) + 2*100*(first*2+rest*3)
	if got := f.Flops(); got != want {
		t.Errorf("%g operations, want %g", got, want)
	}
}
