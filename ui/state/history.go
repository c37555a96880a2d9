package state

import (
	"math"

	"counterpoint/solver/experiment"
)

// History keeps the course of a run: at most Capacity rows, thinned by two when it is full, the first and the latest always kept.
type History struct {
	Step, Seconds []float64
	Loss          [][]float64 // by loss
	Error         [][]float64 // by field; NaN where a row was not judged
	Conflict      []float64   // the smallest cosine between two losses; NaN with fewer than two
	Rows          int         // rows ever added, less those replaced
}

// Capacity is the largest number of rows a History holds.
const Capacity = 1200

// Reset forgets everything and makes room for k losses and f fields.
func (h *History) Reset(k, f int) {
	*h = History{Loss: make([][]float64, k), Error: make([][]float64, f)}
}

// Add appends a row. A row of the step that came last replaces it.
func (h *History) Add(s *experiment.Snapshot) {
	if len(s.Loss) != len(h.Loss) {
		panic("state: snapshot with another number of losses")
	}
	if n := len(h.Step); n > 0 && h.Step[n-1] == float64(s.Step) {
		h.cut(n - 1)
		h.Rows--
	}
	if len(h.Step) >= Capacity {
		h.thin()
	}
	h.Rows++
	h.Step, h.Seconds = append(h.Step, float64(s.Step)), append(h.Seconds, s.Seconds)
	for k, v := range s.Loss {
		h.Loss[k] = append(h.Loss[k], v)
	}
	for f := range h.Error {
		v := math.NaN()
		if f < len(s.Error) {
			v = s.Error[f]
		}
		h.Error[f] = append(h.Error[f], v)
	}
	h.Conflict = append(h.Conflict, worst(s))
}

// columns returns every column, so that cutting and thinning treat them alike.
func (h *History) columns() []*[]float64 {
	out := []*[]float64{&h.Step, &h.Seconds, &h.Conflict}
	for k := range h.Loss {
		out = append(out, &h.Loss[k])
	}
	for f := range h.Error {
		out = append(out, &h.Error[f])
	}
	return out
}

func (h *History) cut(n int) {
	for _, c := range h.columns() {
		*c = (*c)[:n]
	}
}

// thin drops every second row, from the second on. An error that only the dropped row has moves to the row before it.
func (h *History) thin() {
	n := len(h.Step)
	for _, e := range h.Error {
		for i := 0; i+1 < n; i += 2 {
			if math.IsNaN(e[i]) {
				e[i] = e[i+1]
			}
		}
	}
	for _, c := range h.columns() {
		for i := 0; 2*i < n; i++ {
			(*c)[i] = (*c)[2*i]
		}
	}
	h.cut((n + 1) / 2)
}

func worst(s *experiment.Snapshot) float64 {
	low := math.NaN()
	for i := range s.Loss {
		for j := range i {
			if c := s.Cosine(i, j); c < low || math.IsNaN(low) {
				low = c
			}
		}
	}
	return low
}
