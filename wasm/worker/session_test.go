package main

import (
	"math"
	"strings"
	"testing"
	"time"

	"counterpoint/solver/experiment"
)

// toy is a run whose steps take a hundredth of a second of the test's clock.
type toy struct {
	d            *desk
	spec         experiment.Spec
	step, closed int
	nu           float64
}

func (r *toy) Step() error {
	r.d.now = r.d.now.Add(10 * time.Millisecond)
	if r.step++; r.spec.LR > 100 && r.step > 3 {
		return &experiment.Diverged{Loss: "pde", Step: r.step, Value: math.Inf(1)}
	}
	return nil
}
func (r *toy) Evaluate() error       { return nil }
func (r *toy) Done() bool            { return r.step >= r.spec.Steps }
func (r *toy) StepCount() int        { return r.step }
func (r *toy) Spec() experiment.Spec { return r.spec }
func (r *toy) Info() experiment.Info { return experiment.Info{Params: 7} }
func (r *toy) Close()                { r.closed++ }
func (r *toy) Snapshot(s *experiment.Snapshot) {
	s.Step, s.Loss, s.Weight = r.step, []float64{1, 2}, []float64{1, 1}
	s.Gram, s.BlockGram, s.Update = make([]float64, 4), make([]float64, 4), make([]float64, 2)
	s.Error, s.Centered = append(s.Error[:0], math.NaN()), append(s.Centered[:0], math.NaN())
}
func (r *toy) Judge(s *experiment.Snapshot) error {
	r.d.now = r.d.now.Add(r.d.judge)
	s.Error[0] = 0.5
	r.d.judged++
	return nil
}
func (r *toy) Grid(v experiment.View, g []experiment.Grid) error {
	r.d.now = r.d.now.Add(r.d.grid)
	for i := range g {
		g[i].Value = append(g[i].Value[:0], make([]float32, v.W*v.H)...)
	}
	return nil
}
func (r *toy) Probe(x []float64) (experiment.Probe, error) {
	return experiment.Probe{At: x, Prediction: []float64{3}}, nil
}
func (r *toy) SetConst(name string, v float64) error {
	r.nu = v
	return nil
}

// desk is the page's end: it collects what the session says.
type desk struct {
	t           *testing.T
	s           *Session
	now         time.Time
	judge, grid time.Duration // what an error and a grid cost
	said        []experiment.Reply
	frames      []experiment.Frame
	runs        []*toy
	judged      int
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, now: time.Unix(1000, 0), grid: 5 * time.Millisecond, judge: 5 * time.Millisecond}
	d.s = &Session{
		Open: func(spec experiment.Spec) (run, error) {
			r := &toy{d: d, spec: spec}
			d.runs = append(d.runs, r)
			return r, nil
		},
		Parse: func(name, text string) (*experiment.Info, []experiment.Fault) {
			return nil, []experiment.Fault{{Message: "no problem " + name}}
		},
		Say: func(r experiment.Reply) { d.said = append(d.said, r) },
		Show: func(b []byte) {
			var f experiment.Frame
			if err := f.Decode(b); err != nil {
				t.Fatal(err)
			}
			d.frames = append(d.frames, f)
		},
		Now:    func() time.Time { return d.now },
		Export: export,
	}
	return d
}

func (d *desk) ask(r ...experiment.Request) { d.s.Handle(r) }

func (d *desk) load(gen, steps int) {
	d.ask(experiment.Request{ID: 1, Gen: gen, Do: experiment.AskLoad, Spec: &experiment.Spec{Steps: steps, LR: 1},
		View: &experiment.View{Quantities: []string{experiment.Prediction, experiment.Error}, W: 4, H: 3, Hz: 8}})
}

// heard lists what was said since the last call.
func (d *desk) heard() string {
	var out []string
	for _, r := range d.said {
		out = append(out, r.Is)
	}
	d.said = nil
	return strings.Join(out, " ")
}

func TestLoadShowsAtOnce(t *testing.T) {
	d := newDesk(t)
	d.load(3, 100)
	if got := d.heard(); got != experiment.SaysLoaded {
		t.Errorf("heard %q", got)
	}
	if len(d.frames) != 2 || len(d.frames[0].Grids) != 0 {
		t.Fatalf("frames %+v, want a sketch and a whole one", d.frames)
	}
	if f := d.frames[1]; f.Gen != 3 || len(f.Grids) != 2 || f.W != 4 || f.Error[0] != 0.5 {
		t.Errorf("frame %+v, want two grids and the error", f)
	}
	d.load(4, 100)
	if d.runs[0].closed != 1 || d.runs[1].closed != 0 {
		t.Error("the run before was not closed, once")
	}
}

func TestTrainsUntilPause(t *testing.T) {
	d := newDesk(t)
	d.load(1, 1e6)
	d.heard()
	d.ask(experiment.Request{Gen: 1, Do: experiment.AskRun})
	for range 200 {
		d.s.Work(25 * time.Millisecond)
	}
	n := d.runs[0].step
	if n < 500 || d.heard() != "" {
		t.Fatalf("%d steps", n)
	}
	// 200 slices of 30 ms are 6 s and more: at 8 frames a second, about 48.
	if len(d.frames) < 35 || len(d.frames) > 60 {
		t.Errorf("%d frames in %v", len(d.frames), d.now.Sub(time.Unix(1000, 0)))
	}
	if r := d.frames[len(d.frames)-1].Rate; !(r > 60 && r < 101) {
		t.Errorf("%g steps a second, want near 100 less what frames cost", r)
	}
	d.ask(experiment.Request{ID: 9, Gen: 1, Do: experiment.AskPause})
	d.s.Work(25 * time.Millisecond)
	last := d.frames[len(d.frames)-1]
	if d.runs[0].step != n || d.heard() != experiment.SaysPaused || last.Running || len(last.Grids) != 2 || last.Step != n {
		t.Errorf("after the pause: %d steps, frame %+v", d.runs[0].step, last.Snapshot)
	}
}

// TestDrawingKeepsItsShare: grids and errors that cost much come seldom; frames without them still come.
func TestDrawingKeepsItsShare(t *testing.T) {
	d := newDesk(t)
	d.grid, d.judge = 400*time.Millisecond, 200*time.Millisecond
	d.load(1, 1e6)
	d.frames, d.judged = nil, 0
	begin := d.now
	d.ask(experiment.Request{Gen: 1, Do: experiment.AskRun})
	for d.now.Sub(begin) < 60*time.Second {
		d.s.Work(25 * time.Millisecond)
	}
	grids := 0
	for _, f := range d.frames {
		if len(f.Grids) > 0 {
			grids++
		}
	}
	share := (float64(grids)*0.4 + float64(d.judged)*0.2) / d.now.Sub(begin).Seconds()
	if grids < 12 || share > 0.20 || len(d.frames) < 200 {
		t.Errorf("%d of %d frames with grids, %d errors: %.0f %% of the time", grids, len(d.frames), d.judged, 100*share)
	}
}

func TestFinishes(t *testing.T) {
	d := newDesk(t)
	d.load(1, 10)
	d.ask(experiment.Request{Gen: 1, Do: experiment.AskRun})
	for range 10 {
		d.s.Work(25 * time.Millisecond)
	}
	if got := d.heard(); got != "loaded done" || d.s.Training() || d.runs[0].step != 10 || d.frames[len(d.frames)-1].Step != 10 {
		t.Errorf("heard %q after %d steps", got, d.runs[0].step)
	}
	d.ask(experiment.Request{Gen: 1, Do: experiment.AskStep, N: 5})
	if got := d.heard(); got != experiment.SaysDone || d.runs[0].step != 10 {
		t.Errorf("a step beyond the last: heard %q after %d steps", got, d.runs[0].step)
	}
}

func TestDivergenceNamesItsRun(t *testing.T) {
	d := newDesk(t)
	d.ask(experiment.Request{Gen: 1, Do: experiment.AskLoad, Spec: &experiment.Spec{Problem: "heat", Steps: 100, LR: 1000}})
	d.ask(experiment.Request{Gen: 1, Do: experiment.AskRun})
	for range 5 {
		d.s.Work(25 * time.Millisecond)
	}
	f := d.said[len(d.said)-1].Failed
	if f == nil || f.Loss != "pde" || f.Step != 4 || f.Spec == nil || f.Spec.Problem != "heat" || f.Crash || strings.Contains(f.Message, "--") {
		t.Errorf("failure %+v", f)
	}
	if d.s.Training() {
		t.Error("it goes on")
	}
}

// TestRefusals: what cannot be met is said, with the request's number, and nothing else happens.
func TestRefusals(t *testing.T) {
	d := newDesk(t)
	d.ask(experiment.Request{ID: 5, Gen: 1, Do: experiment.AskRun})
	d.load(2, 100)
	d.ask(experiment.Request{ID: 6, Gen: 1, Do: experiment.AskRun}, experiment.Request{ID: 7, Gen: 2, Do: "dance"}, experiment.Request{ID: 8, Gen: 2, Do: experiment.AskExport, Name: "moon"})
	var ids []int
	for _, r := range d.said {
		if r.Is == experiment.SaysFailed {
			ids = append(ids, r.ID)
			if r.Failed.Message == "" || r.Failed.Spec != nil {
				t.Errorf("refused with %+v", r.Failed)
			}
		}
	}
	if len(ids) != 4 || ids[0] != 5 || ids[3] != 8 || d.s.Training() {
		t.Errorf("refused %v", ids)
	}
	d.ask(experiment.Request{ID: 9, Do: experiment.AskParse, Name: "nix"})
	if r := d.said[len(d.said)-1]; r.Is != experiment.SaysParsed || len(r.Faults) != 1 {
		t.Errorf("parsed %+v", r)
	}
}

// TestOvertaken: of many values of a slider that wait, only the last is taken.
func TestOvertaken(t *testing.T) {
	d := newDesk(t)
	d.load(1, 100)
	d.frames = nil
	var waiting []experiment.Request
	for i := range 20 {
		waiting = append(waiting, experiment.Request{Gen: 1, Do: experiment.AskSet, Name: "nu", Value: float64(i)})
	}
	d.ask(append(waiting, experiment.Request{Gen: 1, Do: experiment.AskSet, Name: "mu", Value: 7})...)
	if len(d.frames) != 2 || d.runs[0].nu != 7 {
		t.Errorf("%d frames, last value %g; want one for each of two constants", len(d.frames), d.runs[0].nu)
	}
}

func TestProbeAndExport(t *testing.T) {
	d := newDesk(t)
	d.load(1, 100)
	d.said = nil
	d.ask(experiment.Request{ID: 4, Gen: 1, Do: experiment.AskProbe, At: []float64{0.5}}, experiment.Request{ID: 5, Gen: 1, Do: experiment.AskExport, Name: "spec"})
	if p := d.said[0].Probe; p == nil || p.Prediction[0] != 3 || d.said[0].ID != 4 {
		t.Errorf("probe %+v", d.said[0])
	}
	if f := d.said[1].File; f == nil || !strings.Contains(string(f.Data), `"steps": 100`) {
		t.Errorf("file %+v", d.said[1])
	}
}
