package train

import (
	"bytes"
	"fmt"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/loss"
)

// others has shards computed by helpers in this process. Each helper answers, or keeps silent on the steps when it is told to.
type others struct {
	helpers []*Helper
	silent  func(helper, asked int) bool
	garble  func(helper, asked int, b []byte) []byte
	asked   int
	answers [][]byte
}

func (o *others) Ask(theta [2][]byte, round uint64) int {
	o.asked++
	o.answers = nil
	n := len(o.helpers) + 1
	all := append(bytes.Clone(theta[0]), theta[1]...)
	for i, h := range o.helpers {
		b, err := h.AppendShards(nil, loss.Shards*(i+1)/n, loss.Shards*(i+2)/n, round, all)
		if err != nil {
			panic(err)
		}
		if o.silent != nil && o.silent(i, o.asked) {
			continue
		}
		if o.garble != nil {
			b = o.garble(i, o.asked, b)
		}
		o.answers = append([][]byte{b}, o.answers...) // the last comes first
	}
	return loss.Shards / n
}

func (o *others) Answer() []byte {
	if len(o.answers) == 0 {
		return nil
	}
	b := o.answers[0]
	o.answers = o.answers[1:]
	return b
}

// helped trains spec with n helpers and returns all state.
func helped(t *testing.T, spec experiment.Spec, o *others, n int) string {
	t.Helper()
	opt := Options{Workers: 1}
	if n > 0 {
		for range n {
			h, err := NewHelper(spec, opt)
			if err != nil {
				t.Fatal(err)
			}
			defer h.Close()
			o.helpers = append(o.helpers, h)
		}
		opt.Elsewhere = o
	}
	r, err := New(spec, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for !r.Done() {
		if err := r.Step(); err != nil {
			t.Fatal(err)
		}
	}
	alone := spec.Estimator != "exact" // helpers do not know a step's directions
	if n > 0 && (o.asked == 0) != alone {
		t.Fatalf("asked %d times", o.asked)
	}
	return fmt.Sprint(r.State())
}

// The same bits whoever computes the shards: unknown coefficients, data, new points, both precisions and the finishing phase, estimated Laplacians; and if
// answers fail to come or are damaged.
func TestHelpersChangeNothing(t *testing.T) {
	silent := func(i, asked int) bool { return (i+asked)%3 == 0 }
	garble := func(i, asked int, b []byte) []byte {
		switch asked % 3 {
		case 1:
			return b[:len(b)-1]
		case 2:
			b[0] = 200
		}
		return b
	}
	checked := 0
	for _, spec := range []experiment.Spec{
		{Problem: "heat"}, {Problem: "burgers-inverse", Resample: 2}, {Problem: "beam", Precision: "f64"}, {Problem: "heat", Finish: "lbfgs", FinishStep: 4},
		{Problem: "heat-5d", Estimator: "dense"}, {Problem: "heat-5d", Estimator: "sparse", Finish: "lbfgs", FinishStep: 4},
		{Problem: "heat-5d", Estimator: "sparse", Precision: "f64", Finish: "lbfgs", FinishStep: 4},
	} {
		s := experiment.Default()
		s.Problem, s.Width, s.Depth, s.Points, s.Steps, s.Resample = spec.Problem, 8, 2, "300", 6, spec.Resample
		if spec.Precision != "" {
			s.Precision = spec.Precision
		}
		if spec.Estimator != "" {
			s.Estimator = spec.Estimator
		}
		if spec.Finish != "" {
			s.Finish, s.FinishStep = spec.Finish, spec.FinishStep
		}
		want := helped(t, s, nil, 0)
		for name, o := range map[string]*others{"1": {}, "2": {}, "5": {}, "2, silent": {silent: silent}, "3, damaged": {garble: garble}} {
			var n int
			fmt.Sscan(name, &n)
			if got := helped(t, s, o, n); got != want {
				t.Errorf("%s with helpers %s: other bits than alone", spec.Problem, name)
			}
			checked++
		}
	}
	if checked != 35 {
		t.Errorf("%d runs were compared", checked)
	}
}

func TestHelperRefuses(t *testing.T) {
	s := experiment.Default()
	s.Problem = "no such"
	if _, err := NewHelper(s, Options{}); err == nil {
		t.Error("a helper for no problem")
	}
	s.Problem = "heat"
	h, err := NewHelper(s, Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if _, err := h.AppendShards(nil, 0, 1, 0, make([]byte, 12)); err == nil {
		t.Error("three parameters were taken")
	}
}
