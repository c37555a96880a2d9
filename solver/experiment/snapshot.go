package experiment

import "math"

// Snapshot is what is seen of a run after a step. Its slices belong to the caller and are reused by Run.Snapshot; K is the number
// of losses, B of parameter blocks, F of fields.
type Snapshot struct {
	Step       int
	Seconds    float64   // of training, without drawing and judging
	LR         float64   // learning rate of the last step
	Loss       []float64 // K: raw, before weights; NaN where absent
	Weight     []float64 // K
	Gram       []float64 // K x K, row-major: inner products of the unweighted per-loss gradients over all parameters
	BlockGram  []float64 // B x K x K: the same by parameter block; the blocks add up to Gram
	Update     []float64 // K: <applied update, g_k>; positive is descent of loss k
	UpdateNorm float64   // Euclidean norm of the applied update
	Error      []float64 // F: relative L2 error against the reference; NaN if there is none or it was not judged at this step
	Centered   []float64 // F: the same of the field minus its mean over the test points: what is left once the mean is right
	Unknown    []float64 // current values of unknown coefficients
	Stat       []float64 // the Statistics of the last step's gradients; NaN where one is not known; empty if nobody took them
}

// Statistics names the entries of Snapshot.Stat, as docs/diagnosis.md defines them: phi of unit and of gradient-norm weights, the
// bound of all directions, the same bound for the averaged gradients (known within a profile), and the quotient of the largest
// gradient norm to the smallest. All are in the metric of the update.
var Statistics = []string{"phi_1", "phi_b", "phi_*", "phi_*E", "imbalance"}

// The places of the Statistics.
const (
	PhiUnit = iota
	PhiNorm
	PhiBest
	PhiSlow
	Imbalance
)

// ProfileSteps is the length of the profile that a verdict is made from.
const ProfileSteps = 1000

// Cosine returns the cosine between the gradients of losses i and j, and NaN if either is absent (zero or not finite).
func (s *Snapshot) Cosine(i, j int) float64 {
	k := len(s.Loss)
	m := math.Sqrt(s.Gram[i*k+i]) * math.Sqrt(s.Gram[j*k+j])
	if !(m > 0) || math.IsInf(m, 0) {
		return math.NaN()
	}
	return max(-1, min(1, s.Gram[i*k+j]/m))
}

// Array is one named piece of a part's state: a view of memory that its part owns.
type Array struct {
	Name  string
	Shape []int
	F32   []float32 // exactly one of F32, F64 is set
	F64   []float64
}

// NewArray describes v, which it keeps, as a named array; without a shape it is a vector.
func NewArray[T float32 | float64](name string, v []T, shape ...int) Array {
	if len(shape) == 0 {
		shape = []int{len(v)}
	}
	a := Array{Name: name, Shape: shape}
	switch v := any(v).(type) {
	case []float32:
		a.F32 = v
	case []float64:
		a.F64 = v
	}
	return a
}
