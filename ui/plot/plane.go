package plot

import (
	"image/color"
	"math"
)

// Plane is points over two statistics, with a threshold on each.
type Plane struct {
	X, Y   Axis
	Mark   float64 // the threshold of both
	Points []PlanePoint
	Zones  [3]string // left of Mark and above it; right of Mark; below Mark
	Legend []Curve   // names and colours only
}

// PlanePoint is a disc of that radius in CSS pixels. Values outside the axes lie on their edge.
type PlanePoint struct {
	X, Y, Radius float64
	Color        color.RGBA
	Name         string // written beside it; "" for nothing
}

// Plane draws c into r.
func (p *Pen) Plane(r Rect, c *Plane) {
	s, t := p.Scale, p.Theme
	top := r.Y + 6*s
	x, f := r.X, p.Sans(11)
	for _, l := range c.Legend {
		w := p.Ruler.Width(f, l.Name) + 30*s
		if x+w > r.X+r.W && x > r.X {
			x, top = r.X, top+16*s
		}
		p.Convex(Rounded(Rect{x, top - 4*s, 8 * s, 8 * s}, 4*s), l.Color)
		p.Word(l.Name, f, x+13*s, top, Left, t.Dim)
		x += w
	}
	top += 16 * s
	ax := Rect{r.X + 40*s, top, r.W - 52*s, r.Y + r.H - 34*s - top}
	if ax.W < 60*s || ax.H < 60*s {
		return
	}
	px := func(v float64) float64 { return ax.X + ax.W*max(0, min(1, c.X.At(v))) }
	py := func(v float64) float64 { return ax.Y + ax.H*(1-max(0, min(1, c.Y.At(v)))) }
	p.Frame(ax, max(1, math.Round(s)), t.Dim)
	p.acrossAxis(ax, &Field{X: c.X})
	p.upAxis(ax, &Field{Y: c.Y})
	mx, my := px(c.Mark), py(c.Mark)
	p.Dashes(Pt{ax.X, my}, Pt{ax.X + ax.W, my}, 1.4*s, 4*s, t.Conflict)
	p.Dashes(Pt{mx, ax.Y}, Pt{mx, my}, 1.4*s, 4*s, t.Conflict)
	g := p.Sans(11.5)
	p.Word(p.Fit(c.Zones[0], g, mx-ax.X-12*s), g, ax.X+8*s, ax.Y+12*s, Left, t.Dim)
	p.Word(p.Fit(c.Zones[1], g, ax.X+ax.W-mx-12*s), g, ax.X+ax.W-8*s, ax.Y+12*s, Right, t.Dim)
	p.Word(c.Zones[2], g, ax.X+8*s, ax.Y+ax.H-12*s, Left, t.Dim)
	for _, q := range c.Points {
		if math.IsNaN(q.X) || math.IsNaN(q.Y) {
			continue
		}
		x, y, d := px(q.X), py(q.Y), q.Radius*s
		p.Convex(Rounded(Rect{x - d - s, y - d - s, 2*d + 2*s, 2*d + 2*s}, d+s), t.Card)
		p.Convex(Rounded(Rect{x - d, y - d, 2 * d, 2 * d}, d), Fade(q.Color, 0.85))
		if q.Name != "" {
			p.Word(q.Name, p.Sans(10.5), x+d+4*s, y, Left, t.Ink)
		}
	}
}
