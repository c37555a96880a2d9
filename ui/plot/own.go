package plot

import "math"

// OwnLayout says where the cards of a run that was brought lie on the stage.
type OwnLayout struct {
	Geometry, Loss, Strip Rect
	Height                float64 // of the whole: more than the stage's height asks the page for a taller stage
}

// ArrangeOwn places the geometry of k losses beside the courses of losses and statistics, or all under each other on a narrow stage of
// w x h device pixels.
func ArrangeOwn(w, h, scale float64, k int) OwnLayout {
	gap := 12 * scale
	if w < Narrow*scale {
		gap = 10 * scale
		width, y := w-2*gap, gap
		next := func(high float64) Rect {
			r := Rect{gap, y, width, math.Floor(high)}
			y += r.H + gap
			return r
		}
		l := OwnLayout{Geometry: next(0.8*width + 36*scale + MatrixHeight(k, scale)), Strip: next(0.7 * width), Loss: next(0.7 * width)}
		l.Height = y
		return l
	}
	left := math.Floor(0.5 * (w - 3*gap))
	right := w - 3*gap - left
	half := math.Floor((h - 3*gap) / 2)
	return OwnLayout{
		Geometry: Rect{gap, gap, left, h - 2*gap}, Strip: Rect{2*gap + left, gap, right, half},
		Loss: Rect{2*gap + left, 2*gap + half, right, h - 3*gap - half}, Height: h,
	}
}
