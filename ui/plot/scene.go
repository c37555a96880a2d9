package plot

import "image/color"

// Align says which end of a text lies at its x.
type Align int8

// The alignments.
const (
	Left Align = iota
	Center
	Right
)

// Font is a face and its size in device pixels.
type Font struct {
	Mono bool
	Px   float64
}

// Text is one line of words; (X, Y) is its end or middle, by Align, at the middle of its height.
type Text struct {
	S     string
	X, Y  float64
	Align Align
	Font  Font
	Color color.RGBA
}

// Scene is what a card holds: shapes, and words above them.
type Scene struct {
	Mesh
	Texts []Text
}

// Reset empties s and keeps its memory.
func (s *Scene) Reset() { s.Mesh.Reset(); s.Texts = s.Texts[:0] }

// Ruler tells how wide a text is. Drawing packages supply it; RoughRuler serves without fonts.
type Ruler interface {
	Width(f Font, s string) float64
}

// RoughRuler takes every character for 0.56 em (0.6 in the mono face, which is exact for it).
type RoughRuler struct{}

// Width returns the approximate width of s.
func (RoughRuler) Width(f Font, s string) float64 {
	em := 0.56
	if f.Mono {
		em = 0.6
	}
	return em * f.Px * float64(len([]rune(s)))
}

// Pen draws into a Scene at a scale (device pixels a CSS pixel) with a theme.
type Pen struct {
	*Scene
	Theme *Theme
	Scale float64
	Ruler Ruler
}

// Sans and Mono return the two faces at a size in CSS pixels.
func (p *Pen) Sans(px float64) Font { return Font{false, px * p.Scale} }

// Mono returns the fixed-width face.
func (p *Pen) Mono(px float64) Font { return Font{true, px * p.Scale} }

// Word adds a text.
func (p *Pen) Word(s string, f Font, x, y float64, a Align, c color.RGBA) {
	p.Texts = append(p.Texts, Text{s, x, y, a, f, c})
}

// Fit returns s, shortened with an ellipsis until it is at most w wide.
func (p *Pen) Fit(s string, f Font, w float64) string {
	if p.Ruler.Width(f, s) <= w {
		return s
	}
	r := []rune(s)
	for len(r) > 1 {
		r = r[:len(r)-1]
		if t := string(r) + "…"; p.Ruler.Width(f, t) <= w {
			return t
		}
	}
	return ""
}

// Card draws the card's ground and title and returns the room inside it.
func (p *Pen) Card(r Rect, title string) Rect {
	s := p.Scale
	rim := max(1, float64(int(s+0.5)))
	p.Convex(Rounded(r, 8*s), p.Theme.Edge)
	p.Convex(Rounded(r.Inset(rim), 8*s-rim), p.Theme.Card)
	f := p.Sans(13)
	p.Word(p.Fit(title, f, r.W-28*s), f, r.X+14*s, r.Y+17*s, Left, p.Theme.Ink)
	return Inner(r, s)
}

// Inner returns the room of a card below its title.
func Inner(r Rect, scale float64) Rect {
	return Rect{r.X + 14*scale, r.Y + 32*scale, max(0, r.W-28*scale), max(0, r.H-44*scale)}
}
