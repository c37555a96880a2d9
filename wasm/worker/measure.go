package main

import "counterpoint/solver/experiment"

// mostPoints is how many collocation points of a loss are shown at most: more would hide the map.
const mostPoints = 400

// measure adds the statistics of the gradients to a snapshot, from a run that takes them.
func (s *Session) measure(n *experiment.Snapshot) {
	if r, ok := s.run.(interface{ Statistics([]float64) []float64 }); ok {
		n.Stat = r.Statistics(n.Stat)
		return
	}
	n.Stat = n.Stat[:0]
}

// points answers AskPoints.
func (s *Session) points(r experiment.Request) {
	p, ok := s.run.(interface {
		Points(limit int) []experiment.Cloud
	})
	if !ok {
		s.refuse(r, "this run has no points to show")
		return
	}
	n := mostPoints
	if r.N > 0 {
		n = min(n, r.N)
	}
	s.Say(experiment.Reply{ID: r.ID, Gen: s.gen, Is: experiment.SaysPoints, Points: p.Points(n)})
}
