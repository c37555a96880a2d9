package train

import (
	"math"
	"testing"

	"counterpoint/solver/kernel"
	"counterpoint/solver/problem"
)

// The gradients of every kernel set against the portable ones in float64, at parameters that both precisions hold exactly: float64 within
// 1e-13 of each loss's gradient, float32 within 8 times the distance of the portable float32 (the sums run in other orders), but no less
// than one rounding. Portable itself, evaluated again, must meet both.
func TestKernelGradients(t *testing.T) {
	checked := 0
	for _, name := range problem.Fifteen() {
		single := gradientsOf(t, name, "f32", "portable")
		truth := gradientsOf(t, name, "f64", "portable")
		for _, set := range kernel.Names() {
			for k, g := range gradientsOf(t, name, "f64", set) {
				checked++
				if d := distance(g, truth[k]); !(d <= 1e-13) {
					t.Errorf("%s, loss %d: %s in float64 is %.1e from portable", name, k, set, d)
				}
			}
			for k, g := range gradientsOf(t, name, "f32", set) {
				checked++
				own := distance(single[k], truth[k])
				if d := distance(g, truth[k]); !(d <= max(8*own, 0x1p-23)) {
					t.Errorf("%s, loss %d: %s in float32 is %.1e from portable float64, portable float32 %.1e", name, k, set, d, own)
				}
			}
		}
	}
	if want := len(kernel.Names()) * 2 * 3 * len(problem.Fifteen()); checked < want {
		t.Fatalf("%d gradients were checked, want %d at least: three losses a problem", checked, want)
	}
}

// gradientsOf returns the gradients of all losses at a start rounded to float32.
func gradientsOf(t *testing.T, name, precision, set string) (out [][]float64) {
	t.Helper()
	s := small(name)
	s.Width, s.Depth, s.Points, s.Precision = 20, 3, "100", precision
	r, err := New(s, Options{Workers: 1, Kernel: set})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if r.single != nil {
		r.single.evaluate()
		for _, row := range r.single.grads.Rows {
			g := make([]float64, len(row))
			for i, v := range row {
				g[i] = float64(v)
			}
			out = append(out, g)
		}
		return out
	}
	for i, v := range r.double.theta {
		r.double.theta[i] = float64(float32(v))
	}
	r.double.evaluate()
	for _, row := range r.double.grads.Rows {
		out = append(out, append([]float64{}, row...))
	}
	return out
}

// distance is |a-b| / |b|, 0 if both are zero.
func distance(a, b []float64) float64 {
	d, n := 0.0, 0.0
	for i, v := range b {
		d += (a[i] - v) * (a[i] - v)
		n += v * v
	}
	if d == 0 {
		return 0
	}
	return math.Sqrt(d / n)
}
