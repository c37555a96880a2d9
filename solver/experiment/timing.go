package experiment

// Timing is what a benchmark of a training step found.
type Timing struct {
	Problem      string    `json:"problem"`
	Precision    string    `json:"precision"`
	Workers      int       `json:"workers"`
	Kernel       string    `json:"kernel"`
	Milliseconds float64   `json:"ms_per_step"`      // the best block's mean
	Gflops       float64   `json:"gflops"`           // 1e9 operations of the matrix products a second, at that time
	Peak         float64   `json:"peak_gflops"`      // of independent multiply-adds on registers, on as many goroutines, between the blocks
	Fraction     float64   `json:"fraction_of_peak"` // Gflops / Peak
	Allocs       uint64    `json:"allocs"`           // allocations a step
	Median       float64   `json:"ms_median"`        // of the blocks' means
	Blocks       int       `json:"blocks"`
	Network      string    `json:"network"`
	Points       string    `json:"points"`
	First        []float64 `json:"first_losses"`       // total losses of the first steps
	PeakMiB      float64   `json:"peak_mib,omitempty"` // most memory that the process held
}
