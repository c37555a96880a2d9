package plot

import "math"

// Field describes the map of one quantity over two coordinates, or its curve over one.
type Field struct {
	Title  string
	Note   string // in the lower left corner
	X, Y   Axis
	Lo, Hi float64 // range of the colours
	Small  bool    // no axis names, few ticks
	Sliced bool    // leaves room for curves above and beside the map
	Line   bool    // a curve: Y is the quantity, and there is no colour bar
	Unit   string  // of the quantity, below the colour bar
}

// Axis is a named coordinate with its interval.
type Axis struct {
	Name   string
	Lo, Hi float64
}

// At returns the share of the way from Lo to Hi at which v lies.
func (a Axis) At(v float64) float64 { return (v - a.Lo) / (a.Hi - a.Lo) }

// Value is the inverse of At.
func (a Axis) Value(share float64) float64 { return a.Lo + share*(a.Hi-a.Lo) }

// Room returns where the picture and its colour bar lie inside a card.
func (f *Field) Room(card Rect, scale float64) (picture, bar Rect) {
	in := Inner(card, scale)
	left, right, foot, gap := 40.0, 62.0, 24.0, 12.0
	if f.Small {
		left, right, foot, gap = 30, 44, 14, 7
	}
	if f.Line {
		right, gap = 10, 0
	}
	w, h := in.W-(left+right)*scale, in.H-foot*scale
	if f.Small {
		h += 4 * scale
	}
	picture = Rect{math.Floor(in.X + left*scale), math.Floor(in.Y), math.Floor(max(0, w)), math.Floor(max(0, h))}
	side := 0.0
	if f.Sliced && !f.Small {
		picture.Y, picture.H = picture.Y+math.Floor((sliceRoom+sliceGap)*scale), max(0, picture.H-math.Floor((sliceRoom+sliceGap)*scale))
		side = math.Floor((sliceRoom + sliceGap) * scale)
		picture.W = max(0, picture.W-side)
	}
	width := 12.0
	switch {
	case f.Line:
		width = 0
	case f.Small:
		width = 8
	}
	bar = Rect{math.Floor(picture.X + picture.W + side + gap*scale), picture.Y, math.Floor(width * scale), picture.H}
	return picture, bar
}

// Levels returns the first contour level above Lo and the distance between levels, both as shares of the range: odd multiples of
// half a nice step, so that no level falls on zero, which has a line of its own. n is about how many there shall be.
func (f *Field) Levels(n int) (first, step float64) {
	span := f.Hi - f.Lo
	if !(span > 0) || math.IsInf(span, 0) {
		return 0, 0
	}
	d := Step(span, n)
	k := math.Ceil(f.Lo/d - 0.5)
	return ((k+0.5)*d - f.Lo) / span, d / span
}

// Field draws all of a field's card but the picture and the bar's colours.
func (p *Pen) Field(card Rect, f *Field) {
	s, t := p.Scale, p.Theme
	picture, bar := f.Room(card, s)
	if picture.W < 30*s || picture.H < 30*s {
		return
	}
	p.Frame(picture, max(1, math.Round(s)), t.Dim)
	p.acrossAxis(picture, f)
	p.upAxis(picture, f)
	p.barScale(bar, f)
	p.unit(card, f)
}

// unit says below the colour bar what its numbers count, and the note on the other side.
func (p *Pen) unit(card Rect, f *Field) {
	if f.Small {
		return
	}
	s := p.Scale
	p.Word(f.Note, p.Mono(10), card.X+10*s, card.Y+card.H-8*s, Left, p.Theme.Dim)
	p.Word(f.Unit, p.Sans(10), card.X+card.W-8*s, card.Y+card.H-8*s, Right, p.Theme.Dim)
}

func (p *Pen) acrossAxis(r Rect, f *Field) {
	s, t, font := p.Scale, p.Theme, p.Mono(10.5)
	n := int(r.W / (90 * s))
	if f.Small {
		font, n = p.Mono(9.5), 2
	}
	at, step := Ticks(f.X.Lo, f.X.Hi, max(2, n))
	y := r.Y + r.H
	for _, v := range at {
		x := r.X + f.X.At(v)*r.W
		p.Box(Rect{min(x, r.X+r.W-s), y, s, 4 * s}, t.Dim)
		p.Word(Label(v, step), font, x, y+12*s, Center, t.Dim)
	}
	if !f.Small {
		p.Word(f.X.Name, p.Sans(12), r.X+r.W*f.X.At(between(at, f.X)), y+14*s, Center, t.Ink)
	}
}

// between returns where an axis has room for its name: half-way between the two ticks in its middle.
func between(at []float64, a Axis) float64 {
	k := (len(at) - 1) / 2
	if k+1 >= len(at) {
		return a.Value(0.5)
	}
	return (at[k] + at[k+1]) / 2
}

func (p *Pen) upAxis(r Rect, f *Field) {
	s, t, font := p.Scale, p.Theme, p.Mono(10.5)
	n := int(r.H / (60 * s))
	if f.Small {
		font, n = p.Mono(9.5), 2
	}
	at, step := Ticks(f.Y.Lo, f.Y.Hi, max(2, n))
	for _, v := range at {
		y := r.Y + r.H*(1-f.Y.At(v))
		p.Box(Rect{r.X - 4*s, min(y, r.Y+r.H-s), 4 * s, s}, t.Dim)
		p.Word(Label(v, step), font, r.X-7*s, min(max(y, r.Y+4*s), r.Y+r.H-2*s), Right, t.Dim)
	}
	if !f.Small {
		p.Word(f.Y.Name, p.Sans(12), r.X-12*s, r.Y+r.H*(1-f.Y.At(between(at, f.Y))), Right, t.Ink)
	}
}

func (p *Pen) barScale(r Rect, f *Field) {
	s, t := p.Scale, p.Theme
	if r.W == 0 || !(f.Hi > f.Lo) {
		return
	}
	font, n := p.Mono(10.5), int(r.H/(48*s))
	if f.Small {
		font, n = p.Mono(9.5), max(4, int(r.H/(40*s)))
	}
	at, step := Ticks(f.Lo, f.Hi, max(2, n))
	for few := 2 * max(2, n); len(at) < 2 && few <= 16; few *= 2 { // one number is no scale
		at, step = Ticks(f.Lo, f.Hi, few)
	}
	for _, v := range at {
		y := r.Y + r.H*(1-(v-f.Lo)/(f.Hi-f.Lo))
		p.Box(Rect{r.X + r.W, min(y, r.Y+r.H-s), 3 * s, s}, t.Dim)
		p.Word(Label(v, step), font, r.X+r.W+6*s, min(max(y, r.Y+4*s), r.Y+r.H-4*s), Left, t.Dim)
	}
}

// Trace draws a quantity over one coordinate into the picture of its field; truth (nil: none) is drawn beneath it.
func (p *Pen) Trace(r Rect, f *Field, value, truth []float32) {
	line := func(v []float32, width float64, series int) {
		var run []Pt
		for i, x := range v {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				continue
			}
			share := (float64(x) - f.Lo) / (f.Hi - f.Lo)
			run = append(run, Pt{r.X + r.W*float64(i)/float64(max(1, len(v)-1)), r.Y + r.H*(1-share)})
		}
		p.Path(run, width*p.Scale, p.Theme.Series(series))
	}
	line(truth, 4, 7)
	line(value, 2, 1)
	if len(truth) > 0 && !f.Small {
		p.traceLegend(r)
	}
}

// traceLegend names the two curves of a Trace inside its picture, in the corner where they meet least: the lower right one.
func (p *Pen) traceLegend(r Rect) {
	s, font := p.Scale, p.Sans(11)
	y := r.Y + r.H - 26*s
	for i, k := range []struct {
		name   string
		series int
	}{{"prediction", 1}, {"truth", 7}} {
		x, at := r.X+r.W-86*s, y+float64(i)*15*s
		p.Line(Pt{x, at}, Pt{x + 14*s, at}, 2.5*s, p.Theme.Series(k.series))
		p.Word(k.name, font, x+19*s, at, Left, p.Theme.Dim)
	}
}

// Sample interpolates a grid of w x h points (bottom row first, first and last point on the edges) at the shares (u, v) of its
// width and height, both clamped to [0, 1]. It is NaN if a neighbour is.
func Sample(grid []float32, w, h int, u, v float64) float64 {
	if w < 1 || h < 1 || len(grid) != w*h {
		return math.NaN()
	}
	x, y := max(0, min(1, u))*float64(w-1), max(0, min(1, v))*float64(h-1)
	i, j := min(int(x), max(0, w-2)), min(int(y), max(0, h-2))
	fx, fy := x-float64(i), y-float64(j)
	i1, j1 := min(i+1, w-1), min(j+1, h-1)
	at := func(i, j int) float64 { return float64(grid[j*w+i]) }
	return (at(i, j)*(1-fx)+at(i1, j)*fx)*(1-fy) + (at(i, j1)*(1-fx)+at(i1, j1)*fx)*fy
}
