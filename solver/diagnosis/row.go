package diagnosis

// Row is one profiled step of K losses. Gram is required; the other matrices may be nil. All are K x K, row-major, of the unweighted
// losses' gradients, NaN where a gradient is absent.
type Row struct {
	Step    int
	Loss    []float64
	Gram    []float64 // raw: g_i . g_j
	Metric  []float64 // in Adam's metric: g_i' P^-1 g_j, P of this step's update
	Average []float64 // the same of the gradients' moving averages, decay 0.98
	Split   []float64 // the same of half the difference between the two halves of the points: the noise part of Metric
	First   []float64 // K: lr times <update, g_k>, the first-order decrease of each loss
	Change  []float64 // K: L(after) - L(before) on the same points
	Blocks  []float64 // B x K x K: Gram by block of parameters, those of coefficients too, which Gram leaves out
}

// Profile is a window of rows with the losses' names.
type Profile struct {
	Losses   []string
	Equation []bool   // K: the losses of equations, against those of conditions and data; nil if that is not known
	Blocks   []string // names of the rows' blocks; nil if they have none
	Rows     []Row
}
