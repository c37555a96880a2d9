package interchange

import (
	"bytes"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

func smallRun(t *testing.T, change func(*experiment.Spec)) *train.Run {
	t.Helper()
	s := experiment.Default()
	s.Problem, s.Width, s.Depth, s.Points, s.Steps = "heat", 6, 2, "50", 12
	change(&s)
	r, err := train.New(s, train.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

func encode(t *testing.T, r *train.Run) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCheckpoint(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// 2N steps are N, save, load, N: the same bytes, in both precisions and through the finishing phase.
func TestCheckpointGoesOnWithTheSameBits(t *testing.T) {
	for name, change := range map[string]func(*experiment.Spec){
		"f32":    func(*experiment.Spec) {},
		"f64":    func(s *experiment.Spec) { s.Precision = "f64" },
		"finish": func(s *experiment.Spec) { s.Steps, s.Finish = 3, "lbfgs" },
	} {
		whole := smallRun(t, change)
		half := smallRun(t, change)
		for i := range 10 {
			if err := whole.Step(); err != nil {
				t.Fatal(err)
			}
			if i < 5 {
				if err := half.Step(); err != nil {
					t.Fatal(err)
				}
			}
		}
		c, err := ReadCheckpoint(encode(t, half))
		if err != nil {
			t.Fatal(err)
		}
		if c.Kernel != half.KernelName() {
			t.Errorf("%s: kernel %q, want %q", name, c.Kernel, half.KernelName())
		}
		again, err := c.Resume(train.Options{Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			if err := again.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(encode(t, again), encode(t, whole)) {
			t.Errorf("%s: the resumed run ends in other bytes", name)
		}
		again.Close()
	}
}

func TestCheckpointRefusesDamage(t *testing.T) {
	data := encode(t, smallRun(t, func(*experiment.Spec) {}))
	checked := 0
	for n := 0; n < len(data); n += 97 {
		checked++
		if _, err := ReadCheckpoint(data[:n]); err == nil {
			t.Errorf("%d of %d bytes were accepted", n, len(data))
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
	c, err := ReadCheckpoint(data)
	if err != nil {
		t.Fatal(err)
	}
	c.Spec.Width = 7 // does not fit the arrays
	if _, err := c.Resume(train.Options{Workers: 1}); err == nil {
		t.Error("arrays of another width were accepted")
	}
}
