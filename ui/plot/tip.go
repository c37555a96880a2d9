package plot

import "image/color"

// Tip draws lines of text in a dark box beside at, kept inside within.
func (p *Pen) Tip(lines []string, at Pt, within Rect) {
	s, f := p.Scale, p.Mono(10.5)
	w := 0.0
	for _, l := range lines {
		w = max(w, p.Ruler.Width(f, l))
	}
	box := Rect{at.X + 12*s, at.Y - 12*s - 15*s*float64(len(lines)), w + 16*s, 15*s*float64(len(lines)) + 8*s}
	if box.X+box.W > within.X+within.W {
		box.X = at.X - 12*s - box.W
	}
	if box.Y < within.Y {
		box.Y = at.Y + 12*s
	}
	box.X = max(within.X, box.X)
	p.Convex(Rounded(box, 5*s), color.RGBA{10, 13, 17, 240})
	for i, l := range lines {
		p.Word(l, f, box.X+8*s, box.Y+4*s+15*s*(float64(i)+0.5), Left, color.RGBA{240, 243, 246, 255})
	}
}

// Cross draws a crosshair over a picture at the shares (u, v) of its width and height.
func (p *Pen) Cross(picture Rect, u, v float64, pinned bool) {
	c := color.RGBA{150, 150, 150, 150}
	if pinned {
		c = color.RGBA{255, 255, 255, 255}
	}
	x, y := picture.X+u*picture.W, picture.Y+(1-v)*picture.H
	if !pinned {
		p.Box(Rect{x, picture.Y, p.Scale, picture.H}, c)
		p.Box(Rect{picture.X, y, picture.W, p.Scale}, c)
		return
	}
	d := 4.5 * p.Scale
	p.Convex(Rounded(Rect{x - d, y - d, 2 * d, 2 * d}, d), color.RGBA{10, 13, 17, 220})
	d = 2.5 * p.Scale
	p.Convex(Rounded(Rect{x - d, y - d, 2 * d, 2 * d}, d), c)
}

// Tag writes a word with a mark of its colour on a dark ground, its left end at (x, y).
func (p *Pen) Tag(x, y float64, text string, c color.RGBA) {
	s, f := p.Scale, p.Sans(10.5)
	p.Convex(Rounded(Rect{x - 4*s, y - 7*s, p.Ruler.Width(f, text) + 22*s, 14 * s}, 3*s), color.RGBA{10, 13, 17, 200})
	p.Box(Rect{x, y - 3*s, 6 * s, 6 * s}, c)
	p.Word(text, f, x+11*s, y, Left, color.RGBA{240, 243, 246, 255})
}
