package experiment

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

func TestDefaultIsAllowed(t *testing.T) {
	s := Default()
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}

// Every setting reads back what it writes, and refuses what is out of its range without touching the Spec.
func TestSettings(t *testing.T) {
	for i := range Settings {
		set := &Settings[i]
		s := Default()
		if err := set.SetText(&s, set.Text(&s)); err != nil || !reflect.DeepEqual(s, Default()) {
			t.Errorf("%s: its own text %q gives %v", set.Name, set.Text(&s), err)
		}
		if set.Doc == "" {
			t.Errorf("%s has no doc line", set.Name)
		}
		if set.Kind == Words {
			continue
		}
		for _, bad := range []string{"nonsense", "-1", "1e999", "NaN"} {
			if err := set.SetText(&s, bad); err == nil || !strings.HasPrefix(err.Error(), set.Name+": ") {
				t.Errorf("%s accepts %q: %v", set.Name, bad, err)
			}
		}
		if !reflect.DeepEqual(s, Default()) {
			t.Errorf("%s: a refused value changed the Spec", set.Name)
		}
	}
	if len(Settings) == 0 {
		t.Fatal("no settings")
	}
}

func TestCheckNamesTheSetting(t *testing.T) {
	s := Default()
	s.Width = -3
	if err := s.Check(); err == nil || !strings.Contains(err.Error(), "width") {
		t.Errorf("got %v", err)
	}
	s = Default()
	s.Set = map[string]float64{"nu": math.NaN()}
	if err := s.Check(); err == nil || !strings.Contains(err.Error(), "nu") {
		t.Errorf("got %v", err)
	}
}

func TestFragmentRoundTrip(t *testing.T) {
	s := Default()
	s.Problem, s.Seed, s.Width, s.LR, s.Points = "burgers@mild", 7, 20, 3e-4, "pde=500,bc=50"
	s.Set = map[string]float64{"nu": 0.02}
	s.Text = "loss a & b = c #d+e"
	text := s.Fragment(Default())
	got, rest, problems := ParseFragment("#"+text, Default())
	if !reflect.DeepEqual(got, s) || len(rest) != 0 || len(problems) != 0 {
		t.Errorf("%s gives %+v, %v, %v", text, got, rest, problems)
	}
	d := Default()
	d.Problem = "heat"
	if f := d.Fragment(Default()); f != "problem=heat&seed=1" {
		t.Errorf("defaults are written: %s", f)
	}
}

func TestFragmentSurvivesHostility(t *testing.T) {
	base := Default()
	base.Problem = "heat"
	for _, tt := range []struct {
		text     string
		problems int
	}{
		{"width=1e9", 1}, {"lr=NaN", 1}, {"set.nu=Inf", 1}, {"seed=-1", 1}, {"problem=%zz", 1},
		{"=&&&==&", 0}, {strings.Repeat("a", 10<<20), 1}, {"activation=<script>alert(1)</script>", 1},
	} {
		s, _, problems := ParseFragment(tt.text, base)
		if len(problems) != tt.problems || !reflect.DeepEqual(s, base) {
			t.Errorf("%.40q: %d problems %v, want %d and the base Spec", tt.text, len(problems), problems, tt.problems)
		}
		for _, p := range problems {
			if len(p) > 200 {
				t.Errorf("%.40q: a message of %d bytes", tt.text, len(p))
			}
		}
	}
	if _, rest, _ := ParseFragment("hide=plot&run=1", base); rest["hide"] != "plot" || rest["run"] != "1" {
		t.Errorf("the page's own keys are lost: %v", rest)
	}
}

func FuzzFragment(f *testing.F) {
	f.Add("problem=heat&width=3&set.nu=1")
	f.Fuzz(func(t *testing.T, text string) {
		s, _, _ := ParseFragment(text, Default())
		if err := s.Check(); err != nil {
			t.Errorf("%q gives a Spec that is not allowed: %v", text, err)
		}
	})
}

func TestCosineOfAbsentGradients(t *testing.T) {
	s := Snapshot{Loss: make([]float64, 2), Gram: []float64{4, -2, -2, 4}}
	if c := s.Cosine(0, 1); c != -0.5 {
		t.Errorf("cosine %g, want -0.5", c)
	}
	s.Gram = []float64{4, 0, 0, 0}
	if c := s.Cosine(0, 1); !math.IsNaN(c) {
		t.Errorf("cosine with a zero gradient %g, want NaN", c)
	}
}
