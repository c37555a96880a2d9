package plot

import (
	"image/color"
	"math"
)

// Pt is a point in device pixels, y downwards.
type Pt struct{ X, Y float64 }

// Rect is a rectangle in device pixels.
type Rect struct{ X, Y, W, H float64 }

// Has reports whether (x, y) lies in r: left and top edge in, right and bottom edge out.
func (r Rect) Has(x, y float64) bool { return x >= r.X && y >= r.Y && x < r.X+r.W && y < r.Y+r.H }

// Inset returns r without a rim of width d.
func (r Rect) Inset(d float64) Rect {
	return Rect{r.X + d, r.Y + d, max(0, r.W-2*d), max(0, r.H-2*d)}
}

// Vertex is a corner with its premultiplied colour in 0..1.
type Vertex struct{ X, Y, R, G, B, A float32 }

// Mesh collects flat shapes as indexed triangles. Edges are smoothed by feathering, a rim one pixel wide whose alpha falls to
// zero, so that no multisampling and no stencil pass is needed.
type Mesh struct {
	Vertices []Vertex
	Indices  []uint16
}

// Reset empties m and keeps its memory.
func (m *Mesh) Reset() { m.Vertices, m.Indices = m.Vertices[:0], m.Indices[:0] }

// Room is the largest number of vertices a Mesh can index.
const Room = 1 << 16

// vertex adds a corner of colour c with opacity a and returns its index.
func (m *Mesh) vertex(p Pt, c color.RGBA, a float64) uint16 {
	if len(m.Vertices) >= Room {
		panic("plot: mesh is full")
	}
	k := float32(a) / 255
	m.Vertices = append(m.Vertices, Vertex{float32(p.X), float32(p.Y), float32(c.R) * k, float32(c.G) * k, float32(c.B) * k, float32(c.A) * k})
	return uint16(len(m.Vertices) - 1)
}

// Box fills r, snapped to whole pixels and at least one wide and high: no feather.
func (m *Mesh) Box(r Rect, c color.RGBA) {
	x, y, w, h := math.Round(r.X), math.Round(r.Y), max(1, math.Round(r.W)), max(1, math.Round(r.H))
	i := m.vertex(Pt{x, y}, c, 1)
	m.vertex(Pt{x + w, y}, c, 1)
	m.vertex(Pt{x, y + h}, c, 1)
	m.vertex(Pt{x + w, y + h}, c, 1)
	m.Indices = append(m.Indices, i, i+1, i+2, i+1, i+2, i+3)
}

// Frame draws the four edges of r, of width w, on its inside.
func (m *Mesh) Frame(r Rect, w float64, c color.RGBA) {
	m.Box(Rect{r.X, r.Y, r.W, w}, c)
	m.Box(Rect{r.X, r.Y + r.H - w, r.W, w}, c)
	m.Box(Rect{r.X, r.Y, w, r.H}, c)
	m.Box(Rect{r.X + r.W - w, r.Y, w, r.H}, c)
}

// Line draws from p to q with width w and feathered sides. Lines shorter than 1e-6 draw nothing.
func (m *Mesh) Line(p, q Pt, w float64, c color.RGBA) {
	dx, dy := q.X-p.X, q.Y-p.Y
	l := math.Hypot(dx, dy)
	if !(l >= 1e-6) {
		return
	}
	full := min(1, w)
	in := max(0, w/2-0.5)
	nx, ny := -dy/l, dx/l
	off, alpha := [4]float64{-in - 1, -in, in, in + 1}, [4]float64{0, full, full, 0}
	first := uint16(len(m.Vertices))
	for k := range 4 {
		m.vertex(Pt{p.X + nx*off[k], p.Y + ny*off[k]}, c, alpha[k])
		m.vertex(Pt{q.X + nx*off[k], q.Y + ny*off[k]}, c, alpha[k])
	}
	for k := range uint16(3) {
		j := first + 2*k
		m.Indices = append(m.Indices, j, j+1, j+2, j+1, j+2, j+3)
	}
}

// Path draws a polyline.
func (m *Mesh) Path(ps []Pt, w float64, c color.RGBA) {
	for i := 1; i < len(ps); i++ {
		m.Line(ps[i-1], ps[i], w, c)
	}
}

// Dashes draws from p to q in dashes of that length, with gaps as long.
func (m *Mesh) Dashes(p, q Pt, w, dash float64, c color.RGBA) {
	l := math.Hypot(q.X-p.X, q.Y-p.Y)
	if !(l > 0) || !(dash > 0) {
		return
	}
	at := func(t float64) Pt { return Pt{p.X + (q.X-p.X)*t/l, p.Y + (q.Y-p.Y)*t/l} }
	for t := 0.0; t < l; t += 2 * dash {
		m.Line(at(t), at(min(l, t+dash)), w, c)
	}
}

// Convex fills a convex polygon of either orientation, feathered by a pixel centred on its edge.
func (m *Mesh) Convex(ps []Pt, c color.RGBA) {
	n := len(ps)
	if n < 3 {
		return
	}
	turn := math.Copysign(1, area(ps))
	base := uint16(len(m.Vertices))
	for i, p := range ps {
		n1, n2 := normal(ps[(i+n-1)%n], p, turn), normal(p, ps[(i+1)%n], turn)
		d := Pt{n1.X + n2.X, n1.Y + n2.Y}
		k := max(0.4, d.X*n1.X+d.Y*n1.Y) // 1 + cosine of the turn; bounded, so that a sharp corner grows no spike
		d = Pt{d.X / k / 2, d.Y / k / 2}
		m.vertex(Pt{p.X - d.X, p.Y - d.Y}, c, 1)
		m.vertex(Pt{p.X + d.X, p.Y + d.Y}, c, 0)
	}
	for i := range uint16(n) {
		j := (i + 1) % uint16(n)
		if i >= 1 && int(i) < n-1 {
			m.Indices = append(m.Indices, base, base+2*i, base+2*j)
		}
		m.Indices = append(m.Indices, base+2*i, base+2*i+1, base+2*j, base+2*i+1, base+2*j, base+2*j+1)
	}
}

func near(a, b Pt) bool { return math.Hypot(a.X-b.X, a.Y-b.Y) < 1e-6 }

func area(ps []Pt) float64 {
	a := 0.0
	for i, p := range ps {
		q := ps[(i+1)%len(ps)]
		a += p.X*q.Y - q.X*p.Y
	}
	return a
}

// normal is the outward unit normal of the edge from a to b, zero where they coincide.
func normal(a, b Pt, turn float64) Pt {
	dx, dy := b.X-a.X, b.Y-a.Y
	l := math.Hypot(dx, dy)
	if l < 1e-9 {
		return Pt{}
	}
	return Pt{turn * dy / l, -turn * dx / l}
}

// Rounded returns the outline of r with corners of that radius.
func Rounded(r Rect, radius float64) []Pt {
	radius = max(0, min(radius, r.W/2, r.H/2))
	x0, y0, x1, y1 := r.X+radius, r.Y+radius, r.X+r.W-radius, r.Y+r.H-radius
	var ps []Pt
	for q, c := range []Pt{{x1, y1}, {x0, y1}, {x0, y0}, {x1, y0}} {
		for k := range 7 {
			t := (float64(q) + float64(k)/6) * math.Pi / 2
			next := Pt{c.X + radius*math.Cos(t), c.Y + radius*math.Sin(t)}
			if n := len(ps); n > 0 && (near(next, ps[n-1]) || near(next, ps[0])) {
				continue // quarters of a circle meet in one point: twice there, its edge would have no direction
			}
			ps = append(ps, next)
		}
	}
	return ps
}
