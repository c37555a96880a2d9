package loss

import "math"

// Broken returns the first collocation point of loss k where a residual, or its derivative by what it is made of, is not finite at the
// present parameters, and nil if there is none: then it is a sum over the points that is not. The network must be packed.
func (l *Losses[T]) Broken(k int) []float64 {
	l.readUnknowns()
	for index, g := range l.groups {
		for _, b := range g.blocks(index) {
			for i, t := range g.terms {
				if t.loss != k {
					continue
				}
				if j := l.brokenAt(b, i); j >= 0 {
					at := (b.start + j) * g.stride
					return append([]float64(nil), g.at[at:at+g.dim]...)
				}
			}
		}
	}
	return nil
}

// brokenAt returns the place of such a point in a block, -1 if there is none.
func (l *Losses[T]) brokenAt(b block, term int) int {
	g, w := l.groups[b.group], l.workers[0]
	t, tt := g.terms[term], w.tapes[b.group][term]
	w.look(b, term)
	w.adjoints(t, tt, b)
	tt.tape.Reverse(tt.rootBar, tt.leafBar, make([]float64, len(l.unknowns)))
	for j := range b.live {
		for _, rows := range [2][][]T{tt.rootBar, tt.leafBar} { // the adjoint of a residual is a multiple of it
			for _, row := range rows {
				if v := float64(row[j]); math.IsNaN(v) || math.IsInf(v, 0) {
					return j
				}
			}
		}
	}
	return -1
}
