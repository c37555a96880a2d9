package train

import (
	"errors"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// A loss that is not finite before any update is named, with the point where its expression breaks or with the precision that holds it:
// no learning rate is to blame.
func TestNotFiniteAtTheStart(t *testing.T) {
	const head = "coord x in [0, 4]\nfield u\nloss bc: u = 0 on x = 0\n"
	for name, tt := range map[string]struct {
		text, precision string
		want            experiment.Diverged
		says            []string
	}{
		"logarithm": {head + "loss pde: u_xx = log(x - 2)\n", "f64", experiment.Diverged{Loss: "pde"}, []string{"not finite at x = ", "change the expression"}},
		"in f32":    {head + "loss pde: u_xx = log(x - 2)\n", "f32", experiment.Diverged{Loss: "pde"}, []string{"not finite at x = "}},
		"a pole":    {head + "loss pde: u_xx = 0\nloss end: u = 1/(4 - x) on x = 4\n", "f64", experiment.Diverged{Loss: "end"}, []string{"not finite at x = 4;"}},
		"a slope":   {head + "loss pde: u_xx = 0\nloss end: sqrt((4 - x)*u) = 1 on x = 4\n", "f64", experiment.Diverged{Loss: "end", Gradient: true}, []string{"gradient norm", "not finite at x = 4;"}},
		"f32":       {head + "loss pde: u_xx = 1e39*x\n", "f32", experiment.Diverged{Loss: "pde", Range: true}, []string{"--precision f64"}},
		"f64":       {head + "loss pde: u_xx = 1e200*x\n", "f64", experiment.Diverged{Loss: "pde"}, []string{"beyond float64"}},
	} {
		s := small("text")
		s.Text, s.Precision = tt.text, tt.precision
		err := build(t, s).Step()
		d := (*experiment.Diverged)(nil)
		if !errors.As(err, &d) {
			t.Errorf("%s: %v, want a loss that is not finite", name, err)
			continue
		}
		if d.Loss != tt.want.Loss || d.Step != 0 || d.Gradient != tt.want.Gradient || d.Range != tt.want.Range || strings.Contains(err.Error(), "--lr") {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
		for _, word := range tt.says {
			if !strings.Contains(err.Error(), word) {
				t.Errorf("%s: %q does not say %q", name, err, word)
			}
		}
	}
}
