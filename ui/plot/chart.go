package plot

import (
	"image/color"
	"math"
)

// Curve is one line of a chart: Value[i] belongs to the chart's Step[i]. Values that are not positive leave a gap; a Sparse curve
// is drawn across its NaNs.
type Curve struct {
	Name   string
	Color  color.RGBA
	Value  []float64
	At     []float64 // where the values stand, if not at the chart's Step
	Sparse bool
}

// Chart is curves over steps on a logarithmic scale.
type Chart struct {
	Step   []float64
	Curves []Curve
	Empty  string // what to say before there is a value
	Unit   string // after the last value of the axis: "s" for seconds, "" for steps
}

// Chart draws c into r: a legend with the last values, decades, curves.
func (p *Pen) Chart(r Rect, c *Chart) {
	s := p.Scale
	lo, hi, ok := c.decades()
	if !ok {
		p.Say(r, c.Empty)
		return
	}
	ax := p.Axes(r, p.legend(r, c.Curves, nil, func(v float64) string { return Science(v, 1) }))
	if ax.H < 24*s || ax.W < 40*s {
		return
	}
	y := func(v float64) float64 { return ax.Y + ax.H*(hi-math.Log10(v))/(hi-lo) }
	p.logAxis(ax, lo, hi, y)
	last := 1.0
	for i := range c.Curves {
		if x := c.Curves[i].steps(c); len(x) > 0 {
			last = max(last, x[len(x)-1])
		}
	}
	p.stepAxis(ax, last, c.Unit)
	for i := range c.Curves {
		p.curve(ax, c, &c.Curves[i], last, y)
	}
}

// steps returns where the curve's values stand.
func (k *Curve) steps(c *Chart) []float64 {
	if k.At != nil {
		return k.At
	}
	return c.Step
}

// decades returns the range of the positive values as decimal logarithms, at least half a decade, with a margin.
func (c *Chart) decades() (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, k := range c.Curves {
		for _, v := range k.Value {
			if v > 0 && !math.IsInf(v, 0) {
				lo, hi = min(lo, math.Log10(v)), max(hi, math.Log10(v))
			}
		}
	}
	if lo > hi {
		return 0, 1, false
	}
	margin := max(0.04*(hi-lo), (0.5-(hi-lo))/2)
	return lo - margin, hi + margin, true
}

// Say writes a sentence into the middle of r, where there is nothing to draw yet.
func (p *Pen) Say(r Rect, text string) {
	f := p.Sans(12)
	p.Word(p.Fit(text, f, r.W), f, r.X+r.W/2, r.Y+r.H/2, Center, p.Theme.Dim)
}

// Axes returns where curves lie in r below top: the numbers of the axes stand to their left and below them.
func (p *Pen) Axes(r Rect, top float64) Rect {
	s := p.Scale
	return Rect{r.X + 36*s, top, r.W - 38*s, r.Y + r.H - 13*s - top}
}

// legend draws names and last values above the axes, wrapped to r, and returns where the axes may start. lower holds the second colours of
// ribbons, nil for lines.
func (p *Pen) legend(r Rect, curves []Curve, lower []color.RGBA, write func(v float64) string) float64 {
	s, t := p.Scale, p.Theme
	name, value := p.Sans(11), p.Mono(10.5)
	x, y := r.X, r.Y+4*s
	for i, k := range curves {
		text := write(lastFinite(k.Value))
		label := p.Fit(k.Name, name, r.W*0.5)
		wide := p.Ruler.Width(name, label)
		width := wide + 22*s + p.Ruler.Width(value, text)
		if x+width > r.X+r.W && x > r.X {
			x, y = r.X, y+15*s
		}
		if lower == nil {
			p.Line(Pt{x, y}, Pt{x + 12*s, y}, 2.5*s, k.Color)
		} else {
			p.Line(Pt{x, y - 1.5*s}, Pt{x + 12*s, y - 1.5*s}, 2.5*s, k.Color)
			p.Line(Pt{x, y + 1.5*s}, Pt{x + 12*s, y + 1.5*s}, 2.5*s, lower[i])
		}
		p.Word(label, name, x+16*s, y, Left, t.Dim)
		p.Word(text, value, x+22*s+wide, y, Left, t.Ink)
		x += width + 14*s
	}
	return y + 14*s
}

func lastFinite(v []float64) float64 {
	for i := len(v) - 1; i >= 0; i-- {
		if !math.IsNaN(v[i]) {
			return v[i]
		}
	}
	return math.NaN()
}

// logAxis draws the decades, and 2 and 5 times them where fewer than two decades are in sight.
func (p *Pen) logAxis(ax Rect, lo, hi float64, y func(float64) float64) {
	s, t := p.Scale, p.Theme
	every := max(1, math.Ceil(16*s*(hi-lo)/ax.H))
	first := math.Ceil(lo - 1e-9)
	fine := math.Floor(hi)-first < 1
	for e := math.Floor(lo); e <= hi; e++ {
		for _, m := range []float64{1, 2, 5} {
			v := m * math.Pow(10, e)
			l := math.Log10(v)
			if l < lo-1e-9 || l > hi+1e-9 || m > 1 && !fine {
				continue
			}
			p.Box(Rect{ax.X, y(v), ax.W, s}, t.Grid)
			if m > 1 || math.Mod(e-first, every) == 0 {
				p.Word(Science(v, 0), p.Mono(10), ax.X-5*s, y(v), Right, t.Dim)
			}
		}
	}
}

// stepAxis labels 0, a few round numbers and the last step.
func (p *Pen) stepAxis(ax Rect, last float64, unit string) {
	s, t, f := p.Scale, p.Theme, p.Mono(10)
	y := ax.Y + ax.H + 9*s
	end := Count(last) + " steps"
	if last == 1 {
		end = "1 step"
	}
	if unit != "" {
		end = Number(last, 3) + " " + unit
	}
	p.Word("0", f, ax.X, y, Left, t.Dim)
	p.Word(end, f, ax.X+ax.W, y, Right, t.Dim)
	limit := ax.X + ax.W - p.Ruler.Width(f, end) - 14*s
	at, step := Ticks(0, last, max(1, int(ax.W/(64*s))))
	for _, v := range at {
		text := Count(v)
		if unit != "" {
			text = Label(v, step)
		} else if v != math.Trunc(v) {
			continue // there is no half step
		}
		x, w := ax.X+v/last*ax.W, p.Ruler.Width(f, text)/2
		if v > 0 && x+w < limit && x-w > ax.X+12*s {
			p.Word(text, f, x, y, Center, t.Dim)
		}
	}
}

// curve draws one line with at most a vertex per 1.5 device pixels.
func (p *Pen) curve(ax Rect, c *Chart, k *Curve, last float64, y func(float64) float64) {
	const width = 1.8
	var run []Pt
	step := k.steps(c)
	before, n := math.Inf(-1), min(len(step), len(k.Value))
	for i := range n {
		v := k.Value[i]
		if k.Sparse && math.IsNaN(v) {
			continue
		}
		if !(v > 0) || math.IsInf(v, 0) {
			p.Path(run, width*p.Scale, k.Color)
			run, before = run[:0], math.Inf(-1)
			continue
		}
		x := ax.X + step[i]/last*ax.W
		if x-before < 1.5 && i < n-1 {
			continue
		}
		before = x
		run = append(run, Pt{x, y(v)})
	}
	p.Path(run, width*p.Scale, k.Color)
	if len(run) > 0 { // a mark where it stands: also what a single value is seen by
		e, d := run[len(run)-1], 1.6*p.Scale
		p.Convex(Rounded(Rect{e.X - d, e.Y - d, 2 * d, 2 * d}, d), k.Color)
	}
}
