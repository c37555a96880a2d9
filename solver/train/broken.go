package train

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"counterpoint/solver/experiment"
)

// atStart adds to a loss or gradient that was not finite before any update what can be known of the reason: whether float64 holds it, or
// else at which point the expression breaks. It evaluates once in float64 and leaves the run as it is.
func (r *Run) atStart(err error) error {
	d := (*experiment.Diverged)(nil)
	if !errors.As(err, &d) || r.step > 0 {
		return err
	}
	other := *r
	other.spec.Estimator, other.opt.Elsewhere, other.view = "exact", nil, nil
	e, fault := newEngine[float64](&other, r.parameters())
	if fault != nil {
		return err
	}
	defer e.losses.Close()
	e.evaluate()
	if e.view.fault(r.names(), r.step, math.MaxFloat64) == nil {
		d.Range = r.single != nil
		return err
	}
	if at := e.losses.Broken(slices.Index(r.names(), d.Loss)); at != nil {
		d.Point = r.pointText(at)
	}
	return err
}

// pointText writes a point as "x = 0.5, t = 0"; of many coordinates the first few.
func (r *Run) pointText(at []float64) string {
	var out []string
	for i, v := range at {
		if i == 6 {
			return strings.Join(out, ", ") + ", ..."
		}
		out = append(out, r.p.Coords[i].Name+" = "+strconv.FormatFloat(v, 'g', 4, 64))
	}
	return strings.Join(out, ", ")
}
