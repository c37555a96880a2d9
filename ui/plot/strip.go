package plot

import (
	"image/color"
	"math"
)

// Strip is curves over steps on a linear scale, or a logarithmic one.
type Strip struct {
	Step   []float64
	Lo, Hi float64 // of the scale
	Log    bool
	Curves []Curve
	Ribbon []color.RGBA // a second colour for each curve: it is drawn as a ribbon, this colour on its lower side; nil: lines
	Mark   float64      // a threshold; NaN: none
	Zone   string       // what it means to be below Mark; "": nothing is shaded
	Legend bool         // names and last values above the axes
	From   float64      // steps from From to To are shaded, unless To is 0
	To     float64
}

// Strip draws c into r.
func (p *Pen) Strip(r Rect, c *Strip) {
	s, t := p.Scale, p.Theme
	top := r.Y + 4*s
	if c.Legend {
		top = p.legend(r, c.Curves, c.Ribbon, func(v float64) string { return Number(v, 2) })
	}
	ax := p.Axes(r, top)
	if ax.H < 20*s || ax.W < 40*s || !(c.Hi > c.Lo) {
		return
	}
	share := func(v float64) float64 { return (v - c.Lo) / (c.Hi - c.Lo) }
	if c.Log {
		share = func(v float64) float64 { return math.Log(v/c.Lo) / math.Log(c.Hi/c.Lo) }
	}
	y := func(v float64) float64 { return ax.Y + ax.H*(1-max(0, min(1, share(v)))) }
	if c.Log {
		p.logAxis(ax, math.Log10(c.Lo), math.Log10(c.Hi), y)
	} else {
		p.evenAxis(ax, c, y)
	}
	if !math.IsNaN(c.Mark) {
		m := y(c.Mark)
		if c.Zone != "" {
			p.Box(Rect{ax.X, m, ax.W, ax.Y + ax.H - m}, Fade(t.Conflict, 0.13))
		}
		p.Dashes(Pt{ax.X, m}, Pt{ax.X + ax.W, m}, 1.4*s, 4*s, t.Conflict)
	}
	last := 1.0
	if n := len(c.Step); n > 0 {
		last = max(1, c.Step[n-1])
	}
	p.stepAxis(ax, last, "")
	if a, b := min(c.From, last), min(c.To, last); b > a {
		p.Box(Rect{ax.X + a/last*ax.W, ax.Y, (b - a) / last * ax.W, ax.H}, Fade(t.Accord, 0.13))
	}
	for i := range c.Curves {
		p.band(ax, c, i, last, y)
	}
	if m := y(c.Mark) + 10*s; c.Zone != "" && m+6*s < ax.Y+ax.H {
		f := p.Sans(10)
		p.Box(Rect{ax.X + 3*s, m - 7*s, p.Ruler.Width(f, c.Zone) + 8*s, 14 * s}, Fade(t.Card, 0.85))
		p.Word(c.Zone, f, ax.X+7*s, m, Left, t.Conflict)
	}
}

func (p *Pen) evenAxis(ax Rect, c *Strip, y func(float64) float64) {
	s, t := p.Scale, p.Theme
	at, step := Ticks(c.Lo, c.Hi, max(2, int(ax.H/(26*s))))
	for _, v := range at {
		p.Box(Rect{ax.X, y(v), ax.W, s}, t.Grid)
		p.Word(Label(v, step), p.Mono(10), ax.X-5*s, min(max(y(v), ax.Y+4*s), ax.Y+ax.H-3*s), Right, t.Dim)
	}
}

// band draws curve i: per column of a few pixels the mean, and behind it the span from the least to the largest value.
func (p *Pen) band(ax Rect, c *Strip, i int, last float64, y func(float64) float64) {
	k, s := &c.Curves[i], p.Scale
	const column = 3.0
	var mid, low, top []Pt
	draw := func() {
		for j := 1; j < len(mid); j++ {
			if top[j].Y < low[j].Y-1.5 || top[j-1].Y < low[j-1].Y-1.5 {
				p.Quad(top[j-1], top[j], low[j-1], low[j], Fade(k.Color, 0.25))
			}
		}
		if c.Ribbon == nil {
			p.Path(mid, 1.8*s, k.Color)
		} else {
			for j := 1; j < len(mid); j++ {
				a, b := mid[j-1], mid[j]
				w := 1.8 * s / max(1e-9, math.Hypot(b.X-a.X, b.Y-a.Y))
				n := Pt{(b.Y - a.Y) * w, (a.X - b.X) * w} // upwards
				p.Quad(Pt{a.X + n.X, a.Y + n.Y}, Pt{b.X + n.X, b.Y + n.Y}, a, b, k.Color)
				p.Quad(a, b, Pt{a.X - n.X, a.Y - n.Y}, Pt{b.X - n.X, b.Y - n.Y}, c.Ribbon[i])
			}
		}
		mid, low, top = mid[:0], low[:0], top[:0]
	}
	n := min(len(c.Step), len(k.Value))
	at := -1.0
	sum, lo, hi, m, x0 := 0.0, math.Inf(1), math.Inf(-1), 0, 0.0
	flush := func() {
		if m > 0 {
			x := ax.X + x0/float64(m)
			mid, low, top = append(mid, Pt{x, y(sum / float64(m))}), append(low, Pt{x, y(lo)}), append(top, Pt{x, y(hi)})
		}
		sum, lo, hi, m, x0 = 0, math.Inf(1), math.Inf(-1), 0, 0
	}
	for j := range n {
		v := k.Value[j]
		x := c.Step[j] / last * ax.W
		if math.IsNaN(v) || math.IsInf(v, 0) || c.Log && !(v > 0) {
			if !k.Sparse {
				flush()
				draw()
				at = -1
			}
			continue
		}
		if bin := math.Floor(x / (column * s)); bin != at {
			flush()
			at = bin
		}
		sum, lo, hi, m, x0 = sum+v, min(lo, v), max(hi, v), m+1, x0+x
	}
	flush()
	if e := len(mid); e > 0 {
		q, d := mid[e-1], 1.8*s
		draw()
		p.Convex(Rounded(Rect{q.X - d, q.Y - d, 2 * d, 2 * d}, d), k.Color)
		return
	}
	draw()
}

// Quad fills the quadrilateral a b (above) d c (below) without feathering.
func (m *Mesh) Quad(a, b, c, d Pt, ink color.RGBA) {
	i := m.vertex(a, ink, 1)
	m.vertex(b, ink, 1)
	m.vertex(c, ink, 1)
	m.vertex(d, ink, 1)
	m.Indices = append(m.Indices, i, i+1, i+2, i+1, i+2, i+3)
}
