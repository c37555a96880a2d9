// Package combine turns K losses into one step, in two slots, one method a file. Weights look at a run and give each loss a positive
// factor; a Direction then merges the K gradients of the weighted losses. Every direction here is a function of the K x K Gram matrix
// of the gradients alone: it never sees a parameter, costs O(K^3) or a search over 2^K supports, and writes coefficients c with
//
//	d = sum_k c_k g_k,    parameters -= rate * d (or what an optimizer makes of d).
//
// A gradient that is zero or not finite is absent (gradient.Present): it takes no part, its coefficient is 0, and its weight is the
// last one it had, or 1. Whoever applies coefficients skips a gradient whose coefficient is 0, since 0 times NaN is NaN.
package combine

import (
	"fmt"
	"sort"
	"strings"

	"counterpoint/solver/experiment"
)

// Observation is what Weights may look at before a step. The slices are the caller's and valid during the call.
type Observation struct {
	Step, Steps int
	Loss        []float64 // K: raw values
	Gram        []float64 // K x K: of the raw gradients over the trunk (network blocks only)
	Metric      []float64 // the same in Adam's metric, g_i' diag(1/(sqrt(v)+eps)) g_j; nil unless Needs.Metric, and before Adam's first step
	MeanAbs     []float64 // K: mean |component| of each raw gradient over the trunk; nil unless Needs.Abs
	MaxEquation float64   // largest |component| of the sum of the equations' raw gradients over the trunk, if Needs.Abs; 0 without an equation
	Trace       []float64 // K: mean diagonal of the tangent-kernel block of each loss; nil unless Needs.Trace, and between two measurements
}

// Setup is what a method is told of a run before its first step.
type Setup struct {
	Seed uint64 // of what it draws
	// Equation (K) marks the losses of equations in the interior; the others are those of conditions and data. nil: only the first is one.
	Equation []bool
}

// equations marks the k losses that are equations'.
func (s Setup) equations(k int) []bool {
	out := make([]bool, k)
	for i := range out {
		out[i] = s.Equation == nil && i == 0 || s.Equation != nil && s.Equation[i]
	}
	return out
}

// Needs says which parts of an Observation a method reads beyond Loss and Gram, and what the losses have to be.
type Needs struct {
	Metric, Abs, Trace bool
	TraceEvery         int  // steps between two measurements of the traces
	Positive           bool // losses above 0: it divides by them or takes them for squares
}

// Weights chooses the factors of K losses. An implementation serves one run and one goroutine, allocates nothing in Weigh, and is a
// pure function of its seed and of what it was shown.
type Weights interface {
	// Weigh is called once a step, in order, and writes K positive finite weights into w. It panics if the observation lacks what
	// the method's Needs promise.
	Weigh(o *Observation, w []float64)
	// State returns the method's memory, live: what is copied in is what the next Weigh goes on from, to the same bits.
	State() []experiment.Array
}

// Direction merges K gradients. An implementation serves one set of parameters and one goroutine and allocates nothing in Combine.
type Direction interface {
	// Combine writes the K coefficients of d = sum c_k g_k into c; gram (K x K, row-major) is of the already weighted gradients. The
	// coefficients are finite for every gram, NaN included. They are not always positive.
	Combine(gram []float64, k, step int, c []float64)
	// State returns the method's memory, live, as Weights.State does.
	State() []experiment.Array
}

// WeightsEntry describes registered Weights.
type WeightsEntry struct {
	Name, Doc, Source string
	Needs             Needs
	New               func(k int, s Setup) Weights
}

// DirectionEntry describes a registered Direction. Safe: as long as the gradients are linearly independent no loss ascends to first
// order, g_i . d >= 0 for all i.
type DirectionEntry struct {
	Name, Doc, Source string
	Safe              bool
	New               func(k int, s Setup) Direction
}

var (
	weightsTable   []WeightsEntry
	directionTable []DirectionEntry
)

func registerWeights(e WeightsEntry) WeightsEntry {
	weightsTable = append(weightsTable, e)
	sort.Slice(weightsTable, func(i, j int) bool { return weightsTable[i].Name < weightsTable[j].Name })
	return e
}

func registerDirection(e DirectionEntry) DirectionEntry {
	directionTable = append(directionTable, e)
	sort.Slice(directionTable, func(i, j int) bool { return directionTable[i].Name < directionTable[j].Name })
	return e
}

// AllWeights lists the registered weights by name. The slice is the caller's.
func AllWeights() []WeightsEntry { return append([]WeightsEntry(nil), weightsTable...) }

// AllDirections lists the registered directions by name. The slice is the caller's.
func AllDirections() []DirectionEntry { return append([]DirectionEntry(nil), directionTable...) }

// FindWeights returns the weights of that name. The error lists the names there are.
func FindWeights(name string) (WeightsEntry, error) {
	names := make([]string, 0, len(weightsTable))
	for _, e := range weightsTable {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return WeightsEntry{}, fmt.Errorf("combine: unknown weights %.40q (have %s)", name, strings.Join(names, ", "))
}

// FindDirection returns the direction of that name. The error lists the names there are.
func FindDirection(name string) (DirectionEntry, error) {
	names := make([]string, 0, len(directionTable))
	for _, e := range directionTable {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return DirectionEntry{}, fmt.Errorf("combine: unknown direction %.40q (have %s)", name, strings.Join(names, ", "))
}
