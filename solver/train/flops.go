package train

// Flops returns the floating-point operations of one step that the matrix products need, counted from shapes: see loss.Losses.Flops.
func (r *Run) Flops() float64 {
	if r.single != nil {
		return r.single.losses.Flops()
	}
	return r.double.losses.Flops()
}
