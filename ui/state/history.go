package state

import (
	"math"

	"counterpoint/solver/experiment"
)

// History keeps the course of a run: at most Capacity rows, thinned by two when it is full, the first and the latest always kept.
type History struct {
	Step, Seconds []float64
	Loss          [][]float64 // by loss
	Weight        [][]float64 // by loss
	Error         [][]float64 // by field; NaN where a row was not judged
	Cosine        [][]float64 // by pair of losses (i, j), i < j, in the order (0,1), (0,2), (1,2), (0,3), ...
	Stat          [][]float64 // by experiment.Statistics
	Layer         [][]float64 // by parameter block: the smallest cosine between two losses there; NaN with fewer than two
	Conflict      []float64   // the smallest cosine between two losses; NaN with fewer than two
	Rows          int         // rows ever added, less those replaced
}

// Capacity is the largest number of rows a History holds.
const Capacity = 1200

// Reset forgets everything and makes room for k losses and f fields.
func (h *History) Reset(k, f int) {
	*h = History{
		Loss: make([][]float64, k), Weight: make([][]float64, k), Error: make([][]float64, f), Cosine: make([][]float64, k*(k-1)/2),
		Stat: make([][]float64, len(experiment.Statistics)),
	}
}

// Pair returns where the cosines of losses i < j stand.
func Pair(i, j int) int { return j*(j-1)/2 + i }

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
		h.Weight[k] = append(h.Weight[k], at(s.Weight, k))
	}
	for f := range h.Error {
		h.Error[f] = append(h.Error[f], at(s.Error, f))
	}
	for i := range h.Stat {
		h.Stat[i] = append(h.Stat[i], at(s.Stat, i))
	}
	h.angles(s)
	h.layers(s)
}

// at returns v[i], NaN beyond its end.
func at(v []float64, i int) float64 {
	if i < len(v) {
		return v[i]
	}
	return math.NaN()
}

// angles appends the cosines of all pairs and the smallest of them.
func (h *History) angles(s *experiment.Snapshot) {
	k, low := len(s.Loss), math.NaN()
	for j := range k {
		for i := range j {
			c := math.NaN()
			if len(s.Gram) == k*k {
				c = s.Cosine(i, j)
			}
			h.Cosine[Pair(i, j)] = append(h.Cosine[Pair(i, j)], c)
			if c < low || math.IsNaN(low) {
				low = c
			}
		}
	}
	h.Conflict = append(h.Conflict, low)
}

// layers appends the smallest cosine of every parameter block. How many there are is known from the first row.
func (h *History) layers(s *experiment.Snapshot) {
	k := len(s.Loss)
	if n := len(h.Step); h.Layer == nil && k > 0 && len(s.BlockGram) > 0 {
		h.Layer = make([][]float64, len(s.BlockGram)/(k*k))
		for b := range h.Layer {
			for range n - 1 {
				h.Layer[b] = append(h.Layer[b], math.NaN())
			}
		}
	}
	for b := range h.Layer {
		low := math.NaN()
		if (b+1)*k*k <= len(s.BlockGram) {
			low = worst(&experiment.Snapshot{Loss: s.Loss, Gram: s.BlockGram[b*k*k : (b+1)*k*k]})
		}
		h.Layer[b] = append(h.Layer[b], low)
	}
}

// columns returns every column, so that cutting and thinning treat them alike.
func (h *History) columns() []*[]float64 {
	out := []*[]float64{&h.Step, &h.Seconds, &h.Conflict}
	for _, group := range [][][]float64{h.Loss, h.Weight, h.Error, h.Cosine, h.Stat, h.Layer} {
		for i := range group {
			out = append(out, &group[i])
		}
	}
	return out
}

func (h *History) cut(n int) {
	for _, c := range h.columns() {
		*c = (*c)[:n]
	}
}

// thin drops every second row, from the second on. An error or a statistic that only the dropped row has moves to the row before it.
func (h *History) thin() {
	n := len(h.Step)
	for _, group := range [][][]float64{h.Error, h.Stat} {
		for _, e := range group {
			for i := 0; i+1 < n; i += 2 {
				if math.IsNaN(e[i]) {
					e[i] = e[i+1]
				}
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
