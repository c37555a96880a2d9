package plot

import (
	"image/color"
	"math"
)

// room of the curves beside a map, in CSS pixels: their height above it or width beside it, and the gap to it
const (
	sliceRoom = 54.0
	sliceGap  = 10.0
)

// Profile is one quantity of a grid as curves through a point.
type Profile struct {
	Name  string
	Value []float32 // W x H, bottom row first
	Color color.RGBA
	Width float64 // of the line, CSS pixels
}

// Slices draws the curves through the point at shares (u, v) of a sliced map's picture: along the columns' coordinate above it and along
// the rows' beside it, on the scale of the map's colours. w and h are the grid's.
func (p *Pen) Slices(card Rect, f *Field, u, v float64, w, h int, all []Profile) {
	s, t := p.Scale, p.Theme
	picture, _ := f.Room(card, s)
	above := Rect{picture.X, picture.Y - (sliceGap+sliceRoom)*s, picture.W, sliceRoom * s}
	beside := Rect{picture.X + picture.W + sliceGap*s, picture.Y, sliceRoom * s, picture.H}
	for _, r := range []Rect{above, beside} {
		p.Box(r, Fade(t.Grid, 0.35))
		p.Frame(r, max(1, math.Round(s)), t.Grid)
	}
	lo, hi := f.Lo, f.Hi
	if lo < 0 && hi > 0 {
		p.Box(Rect{above.X, above.Y + above.H*hi/(hi-lo), above.W, s}, t.Grid)
		p.Box(Rect{beside.X - beside.W*lo/(hi-lo), beside.Y, s, beside.H}, t.Grid)
	}
	font := p.Mono(9.5)
	step := Step(hi-lo, 4)
	p.Word(Label(hi, step), font, above.X-5*s, above.Y+5*s, Right, t.Dim)
	p.Word(Label(lo, step), font, above.X-5*s, above.Y+above.H-5*s, Right, t.Dim)
	share := func(x float64) float64 { return max(-0.02, min(1.02, (x-lo)/(hi-lo))) }
	n := max(w, h)
	for _, c := range all {
		p.trail(n, c, func(k float64) (Pt, bool) {
			x := Sample(c.Value, w, h, k, v)
			return Pt{above.X + k*above.W, above.Y + above.H*(1-share(x))}, !math.IsNaN(x)
		})
		p.trail(n, c, func(k float64) (Pt, bool) {
			x := Sample(c.Value, w, h, u, k)
			return Pt{beside.X + beside.W*share(x), beside.Y + beside.H*(1-k)}, !math.IsNaN(x)
		})
	}
	p.Box(Rect{above.X + u*above.W, above.Y, s, above.H}, Fade(t.Ink, 0.5))
	p.Box(Rect{beside.X, beside.Y + (1-v)*beside.H, beside.W, s}, Fade(t.Ink, 0.5))
	p.sliceKey(Rect{beside.X, above.Y, card.X + card.W - 10*s - beside.X, above.H}, f, u, v, all)
}

// trail draws the finite runs of a curve.
func (p *Pen) trail(n int, c Profile, at func(share float64) (Pt, bool)) {
	var run []Pt
	for i := range n {
		q, ok := at(float64(i) / float64(max(1, n-1)))
		if !ok {
			p.Path(run, c.Width*p.Scale, c.Color)
			run = run[:0]
			continue
		}
		run = append(run, q)
	}
	p.Path(run, c.Width*p.Scale, c.Color)
}

// sliceKey names the curves and the point, in the corner between them.
func (p *Pen) sliceKey(r Rect, f *Field, u, v float64, all []Profile) {
	s, t, font := p.Scale, p.Theme, p.Sans(10.5)
	y := r.Y + 6*s
	for _, c := range all {
		p.Line(Pt{r.X, y}, Pt{r.X + 12*s, y}, min(3, c.Width)*s, c.Color)
		p.Word(p.Fit(c.Name, font, r.W-16*s), font, r.X+16*s, y, Left, t.Dim)
		y += 13 * s
	}
	for _, a := range []struct {
		axis  Axis
		share float64
	}{{f.X, u}, {f.Y, v}} {
		p.Word(p.Fit(a.axis.Name+" = "+Number(a.axis.Value(a.share), 3), p.Mono(10), r.W), p.Mono(10), r.X, y, Left, t.Ink)
		y += 13 * s
	}
}

// Dots marks points over a map: at holds dim numbers a point, of which x and y are drawn.
func (p *Pen) Dots(picture Rect, f *Field, at []float32, dim, x, y int, c color.RGBA) {
	s := p.Scale
	d := 1.9 * s
	rim := color.RGBA{10, 13, 17, 160}
	for i := 0; i+dim <= len(at); i += dim {
		u, v := f.X.At(float64(at[i+x])), 0.5
		if y >= 0 {
			v = f.Y.At(float64(at[i+y]))
		}
		if !(u >= -0.001 && u <= 1.001 && v >= -0.001 && v <= 1.001) || len(p.Vertices) > Room-64 {
			continue
		}
		q := Pt{picture.X + u*picture.W, picture.Y + (1-v)*picture.H}
		p.Box(Rect{q.X - d, q.Y - d, 2 * d, 2 * d}, rim)
		p.Box(Rect{q.X - d + s, q.Y - d + s, 2*d - 2*s, 2*d - 2*s}, c)
	}
}
