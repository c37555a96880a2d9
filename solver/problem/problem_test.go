package problem

import (
	"math"
	"slices"
	"strings"
	"testing"

	"counterpoint/solver/expr"
)

// mustParse returns the problem of a right text.
func mustParse(t *testing.T, text string) *Problem {
	t.Helper()
	p, faults := Parse("test.pde", text)
	if p == nil {
		t.Fatalf("%v\n%s", faults, text)
	}
	return p
}

// TestModeValues compares a matrix exponential with values known to machine precision.
func TestModeValues(t *testing.T) {
	p, err := Load("thermoelastic")
	if err != nil {
		t.Fatal(err)
	}
	bind, err := p.Bind(nil)
	if err != nil {
		t.Fatal(err)
	}
	g := p.Graph
	for _, tt := range []struct {
		t    float64
		want [3]float64
	}{
		{0, [3]float64{1, 0, 0.5}},
		{0.25, [3]float64{0.75612308776331, -1.81642542736961, 0.743309745731083}},
		{1, [3]float64{-0.217660751435086, 0.844265723649233, 1.26869262972761}},
	} {
		for i, want := range tt.want {
			got := g.Eval(g.Mode(0, i, g.Coord(1)), []float64{0, tt.t}, bind)
			if math.Abs(got-want) > 1e-13 { // the reference values carry 15 digits
				t.Errorf("component %d at t=%g = %.15g, want %.15g", i, tt.t, got, want)
			}
		}
	}
}

func TestBind(t *testing.T) {
	p, err := Load("burgers")
	if err != nil {
		t.Fatal(err)
	}
	b, err := p.Bind(map[string]float64{"nu": 0.05})
	if err != nil || b.Const[0] != 0.05 {
		t.Fatalf("Bind(nu=0.05) = %v, %v", b, err)
	}
	for set, want := range map[string]string{"nu": "outside [0.001, 0.1]", "mu": "have nu"} {
		if _, err := p.Bind(map[string]float64{set: 7}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Bind(%s=7): %v, want %q", set, err, want)
		}
	}
	h, err := Load("helmholtz")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Bind(map[string]float64{"a1": 2}); err == nil || !strings.Contains(err.Error(), "has no interval") {
		t.Errorf("Bind of a fixed constant: %v", err)
	}
}

func TestLoadNames(t *testing.T) {
	for name, want := range map[string]string{"burger": "did you mean burgers?", "burgers@mil": "did you mean burgers@mild?", "zzzzzz": "have allen-cahn"} {
		if _, err := Load(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load(%q): %v, want %q", name, err, want)
		}
	}
	p, err := Load("burgers@mild")
	if err != nil || p.Consts[0].Value != 0.1 || p.Family != "parameter" || p.Name != "burgers@mild" {
		t.Fatalf("burgers@mild: %+v, %v", p, err)
	}
}

// Excel writes a mark before the header of a CSV file and carriage returns behind its lines.
func TestDataOfExcel(t *testing.T) {
	const text = "coord x in [0, 1]\nfield u\nloss pde: u_xx = 0\nloss d: u = data from \"sheet.csv\"\n"
	p, faults := ParseCase("a.pde", text, "", func(string) ([]byte, error) { return []byte("\ufeffx,u\r\n0.25,3\r\n0.5,4\r\n"), nil })
	if p == nil {
		t.Fatal(faults)
	}
	d := p.Losses[1].Lines[0].Data
	values, err := p.DataValues(d, expr.Binding{}, nil)
	if err != nil || !slices.Equal(d.X, []float64{0.25, 0.5}) || !slices.Equal(values, []float64{3, 4}) {
		t.Errorf("points %v, values %v, %v", d.X, values, err)
	}
}

func TestFamilies(t *testing.T) {
	want := map[string]string{
		"heat": "forward-k3", "burgers": "forward-k3", "helmholtz": "forward-k3", "klein-gordon": "forward-k3", "allen-cahn": "forward-k3",
		"convection-diffusion": "forward-k3", "wave": "forward-k3", "kdv": "forward-k3", "beam": "forward-k3",
		"thermoelastic": "multiphysics-k4", "maxwell": "multiphysics-k5", "boussinesq": "multiphysics-k6",
		"burgers-inverse": "inverse", "poisson-50d": "high-dim", "heat-50d": "high-dim",
	}
	for name, family := range want {
		p, err := Load(name)
		if err != nil {
			t.Error(err)
			continue
		}
		if p.Family != family {
			t.Errorf("%s is in %s, want %s", name, p.Family, family)
		}
	}
}

// TestInsert puts a hard constraint into residuals: on the faces where it holds nothing is left, within it is differentiated.
func TestInsert(t *testing.T) {
	p := mustParse(t, `coord x in [0, 1]
time t in [0, 1]
field u
transform u = sin(pi*x)*(1 + t*u)
loss pde: u_t = u_xx
loss bc: u = 0 on x=0, x=1
loss ic: u = sin(pi*x) on t=0
`)
	g := p.Graph
	at := func(loss int, m ...expr.Fix) expr.ID {
		id, err := p.Insert(p.Losses[loss].Lines[0].Residual, p.Transform)
		if err != nil {
			t.Fatal(err)
		}
		return g.Fixed(id, m)
	}
	for _, id := range []expr.ID{at(1, expr.Fix{Coord: 0, Value: 0}), at(1, expr.Fix{Coord: 0, Value: 1}), at(2, expr.Fix{Coord: 1, Value: 0})} {
		if v, isNumber := g.Value(id); !isNumber || v != 0 {
			t.Errorf("a constrained boundary value is not zero")
		}
	}
	// With N = 1 the field is (1 + t) sin(pi x): u_t - u_xx = (1 + pi^2 (1 + t)) sin(pi x).
	one := func(l expr.Leaf) float64 {
		if l.Alpha.Order() == 0 {
			return 1
		}
		return 0
	}
	x, s := 0.3, 0.7
	got := g.EvalWith(at(0), []float64{x, s}, one, expr.Binding{})
	want := (1 + math.Pi*math.Pi*(1+s)) * math.Sin(math.Pi*x)
	if math.Abs(got-want) > 1e-12 {
		t.Fatalf("constrained residual %g, want %g", got, want)
	}
}

// TestData checks measured values: drawn from the text's seed, noise in units of their root mean square, from files as they stand.
func TestData(t *testing.T) {
	text := `coord x in [0, 1]
field u
exact u = 3*sin(pi*x)
loss pde: u_xx = mms
loss data: u^2 = exact at 4000 random points noise 0.1 seed 5
`
	p, again := mustParse(t, text), mustParse(t, text)
	line, other := p.Losses[1].Lines[0], again.Losses[1].Lines[0]
	v, err := p.DataValues(line.Data, expr.Binding{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := again.DataValues(other.Data, expr.Binding{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var clean, noise float64
	for i, x := range line.Data.X {
		if v[i] != w[i] || x != other.Data.X[i] {
			t.Fatal("data differ between two readings of a text")
		}
		c := 9 * math.Pow(math.Sin(math.Pi*x), 2)
		clean += c * c
		noise += (v[i] - c) * (v[i] - c)
		u := func(expr.Leaf) float64 { return 3 * math.Sin(math.Pi*x) }
		if r := p.Graph.EvalWith(line.Residual, []float64{x, 0, v[i]}, u, expr.Binding{}); math.Abs(r-(c-v[i])) > 1e-12 {
			t.Fatalf("residual %g, want %g", r, c-v[i])
		}
	}
	if ratio := math.Sqrt(noise / clean); math.Abs(ratio-0.1) > 0.004 { // four standard errors of a standard deviation from 4000 draws
		t.Fatalf("noise is %g of the clean values, want 0.1", ratio)
	}
	q, err := Load("burgers-inverse")
	if err != nil {
		t.Fatal(err)
	}
	d := q.Losses[2].Lines[0].Data
	got, err := q.DataValues(d, expr.Binding{}, func(x, out []float64) { out[0] = x[0] + 10*x[1] })
	if err != nil || d.N != 2000 || got[7] != d.X[14]+10*d.X[15] {
		t.Fatalf("data from a reference: %v, %v", got[7], err)
	}
	if _, err := q.DataValues(d, expr.Binding{}, nil); err == nil {
		t.Fatal("data without a reference are taken for known")
	}
}

// TestLaplacianChannels checks that 50 second derivatives become one leaf.
func TestLaplacianChannels(t *testing.T) {
	for name, leaves := range map[string]int{"poisson-50d": 1, "heat-50d": 2, "helmholtz": 2, "boussinesq": 17} {
		p, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		bind, err := p.Bind(nil)
		if err != nil {
			t.Fatal(err)
		}
		var roots []expr.ID
		for _, l := range p.Losses {
			if line := l.Lines[0]; line.RegionText == "" {
				roots = append(roots, line.Residual)
			}
		}
		prog, err := p.Graph.Compile(roots, bind)
		if err != nil {
			t.Fatal(err)
		}
		laps := 0
		for _, l := range prog.Leaves {
			if l.Lap > 0 {
				laps++
			}
		}
		if len(prog.Leaves) != leaves || laps == 0 {
			t.Errorf("%s: %d leaves, %d of them Laplacians, want %d: %v", name, len(prog.Leaves), laps, leaves, prog.Leaves)
		}
	}
}

func TestMathML(t *testing.T) {
	p := mustParse(t, "coord x in [0, 1]\ntime t in [0, 1]\nfield u\nconst nu = 1e-3\nloss a: u_t + (u - 1)*u_xx/2 = -nu*u^2\n")
	got := p.Losses[0].Lines[0].MathML
	for _, want := range []string{
		`<msub data-span="67-70"><mi>u</mi><mrow><mi>t</mi></mrow></msub>`,
		`<mi>u</mi><mrow><mi>x</mi><mi>x</mi></mrow></msub>`, `<mfrac`, `<mi data-span="91-93">ν</mi>`, `<msup`, "<mo>(</mo>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("MathML lacks %s:\n%s", want, got)
		}
	}
	if strings.Count(got, "<m") != strings.Count(got, "</m") {
		t.Errorf("MathML is not balanced: %s", got)
	}
}

func TestInfo(t *testing.T) {
	p, err := Load("burgers")
	if err != nil {
		t.Fatal(err)
	}
	i := p.Info()
	if len(i.Axes) != 2 || !i.Axes[1].Time || len(i.Sliders) != 1 || i.Sliders[0].Hi != 0.1 || len(i.Lines) != 3 || i.Truth != "cole-hopf" || i.Defaults.Depth != 5 {
		t.Fatalf("burgers: %+v", i)
	}
	if i.Lines[1].Region != "x=-1, x=1" || i.Lines[0].Region != "" {
		t.Fatalf("regions %q, %q", i.Lines[0].Region, i.Lines[1].Region)
	}
}
