package loss

// Points visits the collocation points of every loss, group by group: n points, row-major with that stride, of which the first numbers of
// a row are the coordinates. at belongs to l and changes when points are placed anew.
func (l *Losses[T]) Points(visit func(loss, n, stride int, at []float64)) {
	for _, g := range l.groups {
		for _, t := range g.terms {
			visit(t.loss, g.points, len(g.at)/max(1, g.points), g.at)
		}
	}
}
