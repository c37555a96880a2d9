package plot

import (
	"image/color"
	"math"
)

// Layers is the least cosine of every parameter block over the steps.
type Layers struct {
	Step  []float64
	Names []string
	Value [][]float64 // by block; NaN where fewer than two losses have gradients there
}

// Layers draws l as a heat map: a row a block, conflict towards the conflict colour.
func (p *Pen) Layers(r Rect, l *Layers) {
	s, t := p.Scale, p.Theme
	n := len(l.Value)
	if n == 0 || len(l.Step) == 0 {
		p.Say(r, "The least cosine of each layer appears here.")
		return
	}
	font := p.Sans(10.5)
	head := 0.0
	for _, name := range l.Names {
		head = max(head, p.Ruler.Width(font, name))
	}
	head = min(head+8*s, 0.3*r.W)
	p.Word("least cosine between two losses, by layer", p.Sans(11), r.X, r.Y+6*s, Left, t.Dim)
	ax := Rect{r.X + head, r.Y + 18*s, r.W - head - 40*s, r.H - 18*s - 32*s}
	if ax.W < 40*s || ax.H < 20*s {
		return
	}
	last := max(1, l.Step[len(l.Step)-1])
	row := ax.H / float64(n)
	every := int(math.Ceil(11 * s / row))
	for b, v := range l.Value {
		y := ax.Y + float64(b)*row
		if b < len(l.Names) && b%every == 0 {
			p.Word(p.Fit(l.Names[b], font, head-4*s), font, ax.X-5*s, y+row/2, Right, t.Dim)
		}
		p.layerRow(Rect{ax.X, y, ax.W, row}, l.Step, v, last)
		if now := lastFinite(v); b%every == 0 {
			p.Word(cosineLabel(now), p.Mono(9.5), ax.X+ax.W+4*s, y+row/2, Left, t.Ink)
		}
	}
	p.Frame(ax, max(1, math.Round(s)), t.Grid)
	p.stepAxis(ax, last, "")
	p.cosineKey(Rect{ax.X, ax.Y + ax.H + 18*s, ax.W, 6 * s})
}

// layerRow draws one block: columns of a few pixels, each the least value that falls into it, up to the next one that has a value.
func (p *Pen) layerRow(r Rect, step, value []float64, last float64) {
	columns := max(1, int(r.W/(4*p.Scale)))
	cell := make([]float64, columns)
	for i := range cell {
		cell[i] = math.NaN()
	}
	for i := range min(len(step), len(value)) {
		c := min(columns-1, int(step[i]/last*float64(columns)))
		if v := value[i]; !math.IsNaN(v) && !(cell[c] <= v) {
			cell[c] = v
		}
	}
	w := r.W / float64(columns)
	from, held := 0, math.NaN()
	flush := func(to int) {
		if to > from && !math.IsNaN(held) {
			x0, x1 := math.Round(r.X+float64(from)*w), math.Round(r.X+float64(to)*w)
			p.Box(Rect{x0, r.Y, x1 - x0, math.Ceil(r.H)}, p.Theme.Angle(held))
		}
		from = to
	}
	for i, v := range cell {
		if !math.IsNaN(v) && v != held {
			flush(i)
			held = v
		}
	}
	flush(columns)
}

// Angle is the colour of a cosine: from the conflict colour at -1 over the card's at 0 to the accord colour at 1.
func (t *Theme) Angle(c float64) color.RGBA {
	to := t.Accord
	if c < 0 {
		to = t.Conflict
	}
	k := math.Sqrt(max(0, min(1, math.Abs(c))))
	mix := func(a, b byte) byte { return byte(float64(a) + k*(float64(b)-float64(a)) + 0.5) }
	return color.RGBA{mix(t.Card.R, to.R), mix(t.Card.G, to.G), mix(t.Card.B, to.B), 255}
}

// cosineKey is the scale of Angle.
func (p *Pen) cosineKey(r Rect) {
	s, t := p.Scale, p.Theme
	const parts = 40
	for i := range parts {
		p.Box(Rect{math.Round(r.X + r.W*float64(i)/parts), r.Y, math.Ceil(r.W / parts), r.H}, t.Angle(2*(float64(i)+0.5)/parts-1))
	}
	f := p.Mono(9.5)
	p.Word("−1 conflict", f, r.X, r.Y+12*s, Left, t.Conflict)
	p.Word("0", f, r.X+r.W/2, r.Y+12*s, Center, t.Dim)
	p.Word("agree +1", f, r.X+r.W, r.Y+12*s, Right, t.Dim)
}
