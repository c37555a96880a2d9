package plot

import "math"

// Layout says where each card lies on the stage.
type Layout struct {
	Main     Rect   // the field shown large
	Side     []Rect // the other quantities, small
	Loss     Rect
	Error    Rect // empty if the problem has no reference
	Geometry Rect
	Extra    Rect    // beside Geometry where there is room for a second picture of the gradients, else empty
	Height   float64 // of the whole: more than the stage's height asks the page for a taller stage
}

// Narrow is the stage width in CSS pixels below which all cards stand under each other.
const Narrow = 620

// roomy is the width in CSS pixels from which the right column shows two pictures of the gradients.
const roomy = 560

// Arrange places the cards on a stage of w x h device pixels: in two columns, or under each other on a narrow one. sides counts
// the small fields, k the losses (rows of the cosine matrix).
func Arrange(w, h, scale float64, sides, k int, judged bool) Layout {
	if w < Narrow*scale {
		return stack(w, scale, sides, k, judged)
	}
	gap := 12 * scale
	left := math.Floor(min(0.615*(w-3*gap), w-3*gap-300*scale))
	l := Layout{Height: h}
	top, full := gap, h-2*gap
	main := full
	if sides > 0 {
		small := (left - gap*float64(sides-1)) / float64(sides)
		row := math.Floor(min(0.36*full, 0.98*small))
		main = full - row - gap
		for i := range sides {
			l.Side = append(l.Side, Rect{gap + float64(i)*(small+gap), top + main + gap, small, row})
		}
	}
	l.Main = Rect{gap, top, left, main}
	x, right := 2*gap+left, w-3*gap-left
	share := 0.62
	if right >= roomy*scale {
		share = 0.45
	}
	geo := min(0.5*full, share*right+44*scale+MatrixHeight(k, scale))
	rest := full - geo - gap
	l.Loss = Rect{x, top, right, rest}
	if judged {
		l.Loss.H = math.Floor((rest - gap) * 0.58)
		l.Error = Rect{x, top + l.Loss.H + gap, right, rest - l.Loss.H - gap}
	}
	l.Geometry = Rect{x, top + rest + gap, right, geo}
	if right >= roomy*scale {
		half := math.Floor((right - gap) / 2)
		l.Geometry.W = half
		l.Extra = Rect{x + half + gap, l.Geometry.Y, right - half - gap, geo}
	}
	return l
}

// stack is the layout of a phone; its height is what it needs.
func stack(w, scale float64, sides, k int, judged bool) Layout {
	gap := 10 * scale
	width := w - 2*gap
	y := gap
	next := func(h float64) Rect {
		r := Rect{gap, y, width, math.Floor(h)}
		y += r.H + gap
		return r
	}
	var l Layout
	l.Main = next(0.86 * width)
	if sides > 0 {
		columns := min(sides, 2)
		small := (width - gap*float64(columns-1)) / float64(columns)
		for i := range sides {
			if i%columns == 0 {
				y += math.Floor(0.95*small) + gap
			}
			l.Side = append(l.Side, Rect{gap + float64(i%columns)*(small+gap), y - gap - math.Floor(0.95*small), small, math.Floor(0.95 * small)})
		}
	}
	l.Loss = next(0.62 * width)
	if judged {
		l.Error = next(0.45 * width)
	}
	l.Geometry = next(0.66*width + 36*scale + MatrixHeight(k, scale))
	l.Height = y
	return l
}
