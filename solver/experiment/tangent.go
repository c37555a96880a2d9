package experiment

// Tangent is the neural tangent kernel Theta = J J' of a sample of N residuals: how far a step that one residual asks for moves the
// others. Rows are scaled so that their squares add up to the losses; Gram = 4 r' Theta r, loss by loss.
type Tangent struct {
	Losses []string       `json:"losses"`
	Rows   []int          `json:"rows"` // residuals of each loss
	Blocks []TangentBlock `json:"blocks"`
	Eigen  []float64      `json:"eigen"` // of all blocks together, descending
	Phi    float64        `json:"phi_*"` // of the sample's Gram matrix, raw metric
	Metric []DampedPhi    `json:"gauss_newton"`
}

// TangentBlock is the part of the kernel that one group of parameters adds: kernels of disjoint groups add.
type TangentBlock struct {
	Name    string    `json:"name"` // trunk, adapters or coefficients
	Params  int       `json:"params"`
	Trace   []float64 `json:"trace"`   // per loss: sum of |grad r_i|^2 over its rows, the mean over its points
	Largest float64   `json:"largest"` // eigenvalue
	Rank    int       `json:"rank"`    // eigenvalues above 1e-6 of the largest
}

// DampedPhi is phi_* in the Gauss-Newton metric J'J + Damping * largest eigenvalue: near 1 where the conflict is one of conditioning, which
// another metric cures; low where these parameters cannot serve all losses.
type DampedPhi struct {
	Damping float64 `json:"damping"`
	Phi     float64 `json:"phi_*"`
}
