package plot

import (
	"image/color"
	"math"
)

// RaceLayout says where the cards of a race lie on the stage.
type RaceLayout struct {
	Field  [2]Rect
	Curves Rect
	Height float64 // of the whole: more than the stage's height asks the page for a taller stage
}

// ArrangeRace places two fields side by side above their curves, or all under each other on a narrow stage of w x h device pixels.
func ArrangeRace(w, h, scale float64) RaceLayout {
	gap := 12 * scale
	if w < Narrow*scale {
		gap = 10 * scale
		width := w - 2*gap
		l := RaceLayout{}
		high := math.Floor(0.66 * width)
		for i := range l.Field {
			l.Field[i] = Rect{gap, gap + float64(i)*(high+gap), width, high}
		}
		l.Curves = Rect{gap, 3*gap + 2*high, width, math.Floor(0.75 * width)}
		l.Height = l.Curves.Y + l.Curves.H + gap
		return l
	}
	width := math.Floor((w - 3*gap) / 2)
	high := math.Floor(min(0.56*(h-3*gap), 0.86*width))
	l := RaceLayout{Height: h}
	for i := range l.Field {
		l.Field[i] = Rect{gap + float64(i)*(width+gap), gap, width, high}
	}
	l.Curves = Rect{gap, 2*gap + high, w - 2*gap, h - 3*gap - high}
	return l
}

// Lane returns the colour of one arm of a race. style.css has the same.
func (t *Theme) Lane(i int) color.RGBA { return t.Series([]int{1, 4}[i%2]) }
