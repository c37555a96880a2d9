package optimize

import "math"

// Constants of the strong Wolfe conditions f(a) <= f(0) + c1 a f'(0), |f'(a)| <= c2 |f'(0)|, as Nocedal and Wright propose them for
// quasi-Newton methods, and the most evaluations that one search may take.
const (
	armijo    = 1e-4
	curvature = 0.9
	most      = 40
)

// trial is the objective along the line at step length a: its value and slope. Where the objective is not finite the value is +Inf
// and the slope NaN.
type trial struct{ a, f, slope float64 }

// search looks along d from start for a step that meets the strong Wolfe conditions (algorithm 3.5). It leaves the point in x and its
// gradient in gTry. ok is false if no step was found that lowers the objective enough; x and gTry are then of no meaning.
func (l *LBFGS) search(x []float64, slope float64) (alpha, f float64, ok bool) {
	zero := trial{0, l.count[value], slope}
	a := 1.0
	if l.count[pairs] == 0 {
		a = min(1, 1/math.Sqrt(dot(l.d, l.d))) // no scale yet: a unit step at most
	}
	before := zero
	left := most
	for ; left > 0; left-- {
		t := l.try(x, a)
		if !(t.f <= zero.f+armijo*a*slope) || (before.a > 0 && t.f >= before.f) {
			return l.zoom(x, zero, before, t, left-1)
		}
		if math.Abs(t.slope) <= -curvature*slope {
			return t.a, t.f, true
		}
		if t.slope >= 0 {
			return l.zoom(x, zero, t, before, left-1)
		}
		longer := cubic(before, t)
		if !(longer > 1.1*a) {
			longer = 2 * a
		}
		before, a = t, min(longer, 10*a)
	}
	return before.a, before.f, before.a > 0 // a steady descent to nowhere: take it
}

// zoom shrinks the bracket between lo, the best step so far, and hi until a step meets the conditions (algorithm 3.6). If the
// bracket has shrunk to nothing, lo is taken if it lowers the objective enough.
func (l *LBFGS) zoom(x []float64, zero, lo, hi trial, left int) (alpha, f float64, ok bool) {
	at := hi.a // where x and gTry are
	for ; left > 0; left-- {
		width := hi.a - lo.a
		a := cubic(lo, hi)
		if edge := 0.1 * math.Abs(width); !(math.Abs(a-lo.a) >= edge && math.Abs(a-hi.a) >= edge && (a-lo.a)*(a-hi.a) < 0) {
			a = lo.a + width/2
		}
		if a == lo.a || a == hi.a || math.Abs(width)*largest(l.d) <= 1e-16*largest(l.start) {
			break
		}
		t := l.try(x, a)
		at = a
		switch {
		case !(t.f <= zero.f+armijo*a*zero.slope) || t.f >= lo.f:
			hi = t
		case math.Abs(t.slope) <= -curvature*zero.slope:
			return t.a, t.f, true
		default:
			if t.slope*width >= 0 {
				hi = lo
			}
			lo = t
		}
	}
	if lo.a == 0 {
		return 0, 0, false
	}
	if at != lo.a {
		lo = l.try(x, lo.a)
	}
	return lo.a, lo.f, lo.f < zero.f
}

// try evaluates the objective at start + a d.
func (l *LBFGS) try(x []float64, a float64) trial {
	for i, v := range l.start {
		x[i] = v + a*l.d[i]
	}
	l.count[calls]++
	t := trial{a: a, f: l.f(x, l.gTry)}
	t.slope = dot(l.gTry, l.d)
	if !finite(t.f) || !finite(t.slope) || !allFinite(l.gTry) {
		t.f, t.slope = math.Inf(1), math.NaN()
	}
	return t
}

// cubic returns the minimiser of the cubic through the values and slopes of two trials (eq. 3.59), NaN if there is none.
func cubic(p, q trial) float64 {
	d1 := p.slope + q.slope - 3*(p.f-q.f)/(p.a-q.a)
	d2 := math.Copysign(math.Sqrt(d1*d1-p.slope*q.slope), q.a-p.a)
	return q.a - (q.a-p.a)*(q.slope+d2-d1)/(q.slope-p.slope+2*d2)
}
