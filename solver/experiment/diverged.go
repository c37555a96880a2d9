package experiment

// Diverged says that a run met a loss or gradient that is not finite, or a loss that grew beyond hope: where, and at which step. At step 0
// no learning rate is to blame, and Range or Point say what is known of the reason.
type Diverged struct {
	Loss     string // the loss's name
	Step     int
	Value    float64
	Gradient bool   // Value is of the gradient's squared norm, and the loss itself is finite
	Range    bool   // float32 does not hold what float64 holds
	Point    string // a point where the loss's expression is not finite, as "x = 0.5, t = 0"
}

func (d *Diverged) Error() string {
	text := "loss " + d.Loss + " is " + number(d.Value) + " at step " + itoa(d.Step)
	if d.Gradient {
		text = "the squared gradient norm of loss " + d.Loss + " is " + number(d.Value) + " at step " + itoa(d.Step)
	}
	switch {
	case d.Step > 0:
		return text + ": the run diverged; lower --lr, or add --warmup 100"
	case d.Range:
		return text + ", before any update: its numbers are beyond float32; --precision f64 holds them"
	case d.Point != "":
		return text + ", before any update: its expression or a derivative of it is not finite at " + d.Point + "; change the expression, or the region that it stands on"
	}
	return text + ", before any update: its numbers are beyond float64; scale the fields, or change the expression"
}
