package optimize

import (
	"fmt"
	"sort"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
)

// Gradients is what a Method may look at before a step: n components each, the caller's, valid during the call.
type Gradients[T kernel.Float] struct {
	Merged []T       // what weights and direction made of the K gradients
	Second []T       // another gradient whose squares make the second moment where they are larger; nil: none
	Rows   [][]T     // the K gradients, unweighted
	Weight []float64 // their weights
}

// Method moves n parameters by the gradients of K losses. It serves one goroutine and allocates nothing in Step.
type Method[T kernel.Float] interface {
	// Step moves theta with learning rate lr. A NaN in a gradient goes into theta.
	Step(set *kernel.Set[T], theta []T, g Gradients[T], lr float64)
	// State returns the method's memory, live: what is copied in is what the next Step goes on from, to the same bits.
	State() []experiment.Array
}

// Merge writes coefficients c of sum c_k g_k for the Gram matrix (k x k) of k gradients, as a combine.Direction does.
type Merge func(gram []float64, k int, c []float64)

// Entry describes a registered Method. PerLoss: it looks at the K gradients itself, so that a direction has no say.
type Entry struct {
	Name, Doc, Source string
	PerLoss           bool

	single func(n, k int, merge Merge) Method[float32]
	double func(n, k int, merge Merge) Method[float64]
}

var table []Entry

func register(e Entry) Entry {
	table = append(table, e)
	sort.Slice(table, func(i, j int) bool { return table[i].Name < table[j].Name })
	return e
}

// All lists the registered methods by name. The slice is the caller's.
func All() []Entry { return append([]Entry(nil), table...) }

// Find returns the method of that name. The error lists the names there are.
func Find(name string) (Entry, error) {
	var names []string
	for _, e := range table {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return Entry{}, fmt.Errorf("optimize: unknown optimizer %.40q (have %s)", name, strings.Join(names, ", "))
}

// New returns the method for n parameters and k losses, at rest. merge is how m-config merges its moments; others do not look at it.
func New[T kernel.Float](e Entry, n, k int, merge Merge) Method[T] {
	var zero T
	if _, ok := any(zero).(float32); ok {
		return any(e.single(n, k, merge)).(Method[T])
	}
	return any(e.double(n, k, merge)).(Method[T])
}
