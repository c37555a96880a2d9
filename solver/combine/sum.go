package combine

import "counterpoint/solver/experiment"

// Sum is plain training on the weighted sum of the losses: d = sum_k g_k.
var Sum = registerDirection(DirectionEntry{
	Name: "sum", Doc: "the sum of the gradients", Source: "-",
	New: func(k int, _ Setup) Direction { return &sum{newReduced(k)} },
})

type sum struct{ reduced }

func (s *sum) Combine(gram []float64, k, _ int, c []float64) {
	s.read(gram, k)
	clear(c)
	for _, i := range s.of[:s.n] {
		c[i] = 1
	}
}

func (s *sum) State() []experiment.Array { return nil }
