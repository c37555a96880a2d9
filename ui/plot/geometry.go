package plot

import (
	"image/color"
	"math"
	"sort"
	"strconv"
)

// Geometry is the picture of K unit gradients and the applied update.
type Geometry struct {
	Names       []string
	Cosine      []float64 // K x K
	Embedding   Embedding
	Angle, Tilt float64 // of the eye, radians
}

// MatrixHeight returns the room that the cosine matrix of k losses takes below the arrows.
func MatrixHeight(k int, scale float64) float64 { return (27 + 18*float64(k)) * scale }

// Geometry draws arrows above and the cosine matrix below.
func (p *Pen) Geometry(r Rect, g *Geometry) {
	k := len(g.Names)
	low := MatrixHeight(k, p.Scale)
	if r.H-low < 80*p.Scale {
		low = 0
	}
	p.arrows(Rect{r.X, r.Y, r.W, r.H - low}, g)
	if low > 0 {
		p.Matrix(Rect{r.X, r.Y + r.H - low, r.W, low}, g.Names, g.Cosine)
	}
}

// eye projects with a little perspective.
type eye struct {
	x, y, radius   float64
	ca, sa, ct, st float64
}

func (e eye) at(v Vec) (Pt, float64) {
	x, z := v[0]*e.ca-v[2]*e.sa, v[0]*e.sa+v[2]*e.ca
	y, z2 := v[1]*e.ct-z*e.st, v[1]*e.st+z*e.ct
	k := 3.2 / (3.2 - z2) * e.radius
	return Pt{e.x + x*k, e.y - y*k}, z2
}

func (p *Pen) arrows(r Rect, g *Geometry) {
	s := p.Scale
	e := eye{r.X + r.W/2, r.Y + r.H/2, max(1, min(r.W, r.H)/2-11*s), math.Cos(g.Angle), math.Sin(g.Angle), math.Cos(g.Tilt), math.Sin(g.Tilt)}
	p.globe(e)
	p.fans(e, g)
	type arrow struct {
		v     Vec
		name  string
		width float64
		c     color.RGBA
		depth float64
	}
	var all []arrow
	for i, v := range g.Embedding.Arrow {
		if v != (Vec{}) {
			_, d := e.at(v)
			all = append(all, arrow{v, g.Names[i], 2.4, p.Theme.Series(i), d})
		}
	}
	if u := g.Embedding.Update; u.Norm() > 1e-3 {
		_, d := e.at(u)
		all = append(all, arrow{u, "update", 3.2, p.Theme.Ink, d})
		a, _ := e.at(u)
		b, _ := e.at(u.Scaled(1 / u.Norm()))
		p.Dashes(a, b, s, 3*s, Fade(p.Theme.Ink, 0.5))
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].depth < all[j].depth })
	taken := p.shares(r, g)
	for _, a := range all {
		p.arrow(e, a.v, a.width, a.c)
	}
	for i := len(all) - 1; i >= 0; i-- { // nearest first: it gets its place
		taken = append(taken, p.tag(r, e, all[i].v, all[i].name, all[i].c, taken))
	}
}

// shares says in the corner what of the picture is true to the gradients' space, and returns the room that it took.
func (p *Pen) shares(r Rect, g *Geometry) (taken []Rect) {
	s, f, y := p.Scale, p.Mono(10), r.Y+r.H-7*p.Scale
	say := func(text string) {
		p.Word(text, f, r.X, y, Left, p.Theme.Dim)
		taken = append(taken, Rect{r.X, y - 7*s, p.Ruler.Width(f, text) + 6*s, 14 * s})
		y -= 14 * s
	}
	percent := func(v float64) string { return strconv.Itoa(int(100*v+0.5)) + " %" }
	if g.Embedding.Update.Norm() > 1e-3 {
		say(percent(g.Embedding.Inside) + " of the update in their span")
	}
	if e := g.Embedding.Shown; e > 0 && e < 0.995 {
		say("3-D shows " + percent(e))
	}
	return taken
}

// globe draws two great circles and the axes of the unit sphere.
func (p *Pen) globe(e eye) {
	for _, f := range []func(t float64) Vec{
		func(t float64) Vec { return Vec{math.Cos(t), 0, math.Sin(t)} },
		func(t float64) Vec { return Vec{math.Cos(t), math.Sin(t), 0} },
	} {
		var ps []Pt
		for i := range 65 {
			q, _ := e.at(f(float64(i) / 64 * 2 * math.Pi))
			ps = append(ps, q)
		}
		p.Path(ps, p.Scale, p.Theme.Grid)
	}
	for _, a := range []Vec{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}} {
		q, _ := e.at(a)
		o, _ := e.at(a.Scaled(-1))
		p.Line(o, q, p.Scale, p.Theme.Grid)
	}
}

// fans fills the angle between each pair of gradients, in the conflict colour where it is obtuse.
func (p *Pen) fans(e eye, g *Geometry) {
	k := len(g.Embedding.Arrow)
	for i := range k {
		for j := range i {
			a, b := g.Embedding.Arrow[j], g.Embedding.Arrow[i]
			if a == (Vec{}) || b == (Vec{}) || a.Plus(b).Norm() < 0.05 {
				continue
			}
			o, _ := e.at(Vec{})
			ps := []Pt{o}
			for n := range 17 {
				t := float64(n) / 16
				v := a.Scaled(1 - t).Plus(b.Scaled(t))
				q, _ := e.at(v.Scaled(0.42 / max(1e-9, v.Norm())))
				ps = append(ps, q)
			}
			c := p.Theme.Accord
			if g.Cosine[i*k+j] < 0 {
				c = p.Theme.Conflict
			}
			p.Convex(ps, Fade(c, 0.22))
		}
	}
}

func (p *Pen) arrow(e eye, v Vec, width float64, c color.RGBA) {
	s := p.Scale
	o, _ := e.at(Vec{})
	q, _ := e.at(v)
	dx, dy := q.X-o.X, q.Y-o.Y
	l := math.Hypot(dx, dy)
	if l < 1 {
		return
	}
	ux, uy := dx/l, dy/l
	head := min(10*s, l)
	p.Line(o, Pt{q.X - ux*head*0.8, q.Y - uy*head*0.8}, width*s, c)
	p.Convex([]Pt{q, {q.X - ux*head - uy*head*0.45, q.Y - uy*head + ux*head*0.45}, {q.X - ux*head + uy*head*0.45, q.Y - uy*head - ux*head*0.45}}, c)
}

// tag names an arrow at its tip, kept inside r and moved down where a name stands already, or up where there is no room below. It returns the
// room it took.
func (p *Pen) tag(r Rect, e eye, v Vec, name string, c color.RGBA, taken []Rect) Rect {
	s, f := p.Scale, p.Sans(12)
	name = p.Fit(name, f, 0.45*r.W)
	w, h := p.Ruler.Width(f, name), 14*s
	o, _ := e.at(Vec{})
	q, _ := e.at(v)
	l := max(1e-9, math.Hypot(q.X-o.X, q.Y-o.Y))
	ux, uy := (q.X-o.X)/l, (q.Y-o.Y)/l
	x, y := q.X+ux*10*s, q.Y+uy*11*s
	if ux < 0 {
		x -= w
	}
	x = min(max(x, r.X), r.X+r.W-w)
	y = min(max(y, r.Y+h/2), r.Y+r.H-h/2)
	y = free(Rect{x, y - h/2, w, h}, r, taken) + h/2
	p.Word(name, f, x, y, Left, c)
	return Rect{x, y - h/2, w, h}
}

// free returns the top of box where it stands clear of what is taken: the next such place below, or above where that would leave r.
func free(box, r Rect, taken []Rect) float64 {
	clear := func(down bool) float64 {
		y := box.Y
		for range taken { // each may be met once
			for _, t := range taken {
				switch {
				case box.X >= t.X+t.W || t.X >= box.X+box.W || y >= t.Y+t.H || t.Y >= y+box.H:
				case down:
					y = t.Y + t.H
				default:
					y = t.Y - box.H
				}
			}
		}
		return y
	}
	if y := clear(true); y+box.H <= r.Y+r.H {
		return y
	}
	return clear(false)
}

// Matrix draws the cosines of k losses as a coloured table; pairs in conflict (cosine below zero) are framed and named as such.
func (p *Pen) Matrix(r Rect, names []string, cosine []float64) {
	s, t, k := p.Scale, p.Theme, len(names)
	small, mono := p.Sans(11), p.Mono(10.5)
	head := min(92*s, 0.34*r.W)
	cell := Rect{0, 0, (r.W - head) / float64(max(1, k)), 18 * s}
	conflicts := 0
	for i := range k {
		y := r.Y + 25*s + float64(i)*cell.H
		p.Box(Rect{r.X, y + cell.H/2 - 4*s, 8 * s, 8 * s}, t.Series(i))
		p.Word(p.Fit(names[i], small, head-18*s), small, r.X+13*s, y+cell.H/2, Left, t.Dim)
		for j := range k {
			c := Rect{r.X + head + float64(j)*cell.W + s, y + s, cell.W - 2*s, cell.H - 2*s}
			v := cosine[i*k+j]
			if v < 0 && j < i {
				conflicts++
			}
			p.cosine(c, v, i == j, mono)
		}
		p.Box(Rect{r.X + head + (float64(i)+0.5)*cell.W - 7*s, r.Y + 19*s, 14 * s, 3 * s}, t.Series(i))
	}
	p.Word("cosines", small, r.X, r.Y+6*s, Left, t.Ink)
	if conflicts > 0 {
		word := "1 pair in conflict"
		if conflicts > 1 {
			word = strconv.Itoa(conflicts) + " pairs in conflict"
		}
		p.Word(word, small, r.X+r.W, r.Y+6*s, Right, t.Conflict)
	}
}

func (p *Pen) cosine(c Rect, v float64, diagonal bool, f Font) {
	t := p.Theme
	switch {
	case diagonal:
		p.Box(c, t.Grid)
		p.Word("1", f, c.X+c.W/2, c.Y+c.H/2, Center, t.Dim)
	case math.IsNaN(v):
		p.Word("–", f, c.X+c.W/2, c.Y+c.H/2, Center, t.Dim)
	case v < 0:
		p.Box(c, Fade(t.Conflict, 0.15+0.5*-v))
		p.Frame(c, max(1, math.Round(p.Scale)), t.Conflict)
		p.Word(cosineLabel(v), f, c.X+c.W/2, c.Y+c.H/2, Center, t.Ink)
	default:
		p.Box(c, Fade(t.Accord, 0.08+0.6*v))
		p.Word("+"+cosineLabel(v), f, c.X+c.W/2, c.Y+c.H/2, Center, t.Ink)
	}
}

// cosineLabel has two decimals, or one digit where those would be zero.
func cosineLabel(v float64) string {
	if math.Abs(v) < 0.005 {
		return Number(v, 1)
	}
	return Label(v, 0.01)
}
