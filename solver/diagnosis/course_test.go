package diagnosis

import (
	"math"
	"testing"
)

// TestCourse: two unit gradients with cosine c have phi_1 = phi_b = phi_* = sqrt(1+c) (sqrt(K) f with f = sqrt((1+c)/2)), and a row with
// one gradient has none.
func TestCourse(t *testing.T) {
	p := Profile{Losses: []string{"a", "b"}}
	cosines := []float64{-0.9, 0, 0.5}
	for i, c := range cosines {
		p.Rows = append(p.Rows, Row{Step: i, Loss: []float64{1, 1}, Gram: []float64{1, c, c, 1}})
	}
	nan := math.NaN()
	p.Rows = append(p.Rows, Row{Step: 3, Loss: []float64{1, 1}, Gram: []float64{1, nan, nan, nan}})
	got := CourseOf(p)
	for i, c := range cosines {
		want := math.Sqrt(1 + c)
		for name, v := range map[string]float64{"unit": got.Unit[i], "norm": got.Norm[i], "best": got.Best[i]} {
			if math.Abs(v-want) > 1e-9 {
				t.Errorf("cosine %g: phi of %s is %g, want %g", c, name, v, want)
			}
		}
	}
	if !math.IsNaN(got.Best[3]) || !math.IsNaN(got.Unit[3]) {
		t.Errorf("a row with one gradient has phi %g", got.Best[3])
	}
	if c := CourseOf(Profile{Losses: []string{"a"}}); len(c.Best) != 0 {
		t.Error("a profile without rows has a course")
	}
}
