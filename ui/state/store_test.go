package state

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// worker plays the worker's part: it answers what the store sends.
type worker struct {
	t       *testing.T
	s       *Store
	sent    []experiment.Request
	address string
	reload  string           // fragment that the page was loaded again with
	other   []string         // names of the other effects
	stored  map[string]*Kept // the browser's storage
}

func start(t *testing.T, fragment string) *worker {
	t.Helper()
	w := &worker{t: t, s: NewStore(), stored: map[string]*Kept{}}
	w.perform()
	w.s.Dispatch(Open{fragment})
	if len(w.sent) != 0 {
		t.Fatal("something was asked of a worker that has not said hello")
	}
	w.hello()
	return w
}

// perform carries out the store's effects as the page does.
func (w *worker) perform() {
	w.s.Perform = func(e Effect) {
		switch e := e.(type) {
		case Send:
			w.sent = append(w.sent, e.Request)
		case Address:
			w.address = e.Fragment
		case Reload:
			w.reload = e.Fragment
		case Fetch:
			w.s.Dispatch(Fetched{e.Gen, w.stored[e.Key]})
		case Keep:
			w.stored[e.Run.Key] = &e.Run
		case Forget:
			delete(w.stored, e.Key)
		default:
			w.other = append(w.other, strings.TrimPrefix(fmt.Sprintf("%T", e), "state."))
		}
	}
}

func (w *worker) hello() {
	w.s.Dispatch(Said{experiment.Reply{Is: experiment.SaysHello, Hello: &experiment.Hello{
		Version: "test", Settings: experiment.Settings, Default: experiment.Default(),
		Catalogue: []experiment.Entry{{Name: "heat", Title: "Heat"}, {Name: "burgers", Title: "Burgers"}},
	}}})
}

// last returns the latest request and checks what it asks.
func (w *worker) last(do string) experiment.Request {
	w.t.Helper()
	if len(w.sent) == 0 || w.sent[len(w.sent)-1].Do != do {
		w.t.Fatalf("the last request is %+v, want %s", w.sent, do)
	}
	return w.sent[len(w.sent)-1]
}

func (w *worker) parsed() {
	w.t.Helper()
	r := w.last(experiment.AskParse)
	info := info(r.Name)
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysParsed, Info: &info}})
}

func (w *worker) loaded() {
	w.t.Helper()
	r := w.last(experiment.AskLoad)
	info := info(r.Spec.Problem)
	info.Params = 25
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysLoaded, Info: &info}})
}

// ready is a page with a loaded run.
func ready(t *testing.T, fragment string) *worker {
	t.Helper()
	w := start(t, fragment)
	w.parsed()
	w.loaded()
	return w
}

func (w *worker) frame(step int) *experiment.Frame {
	return &experiment.Frame{Gen: w.s.Generation(), Snapshot: experiment.Snapshot{
		Step: step, Loss: []float64{1, 0.5}, Weight: []float64{1, 2}, Gram: []float64{4, -1, -1, 1}, Update: []float64{0, 0}, Error: []float64{0.25}, Centered: []float64{0.5},
	}}
}

func info(name string) experiment.Info {
	d := experiment.Default()
	d.Problem, d.Steps = name, 3000
	return experiment.Info{
		Entry:   experiment.Entry{Name: name, Title: "Title of " + name, Losses: []string{"pde", "ic"}, Fields: []string{"u"}, Truth: "exact"},
		Axes:    []experiment.Coord{{Name: "x", Lo: -1, Hi: 1}, {Name: "t", Lo: 0, Hi: 1, Time: true}},
		Sliders: []experiment.Slider{{Name: "nu", Value: 0.1, Lo: 0.01, Hi: 1}}, Defaults: d,
	}
}

func TestVisitorSeesBurgers(t *testing.T) {
	w := ready(t, "")
	r := w.last(experiment.AskLoad)
	if r.Spec.Problem != "burgers" || r.Spec.Steps != 3000 || r.View == nil || r.View.X != 1 || r.View.Y != 0 {
		t.Errorf("loaded %+v with view %+v, want burgers with its own 3000 steps, time across", r.Spec, r.View)
	}
	if w.s.Phase != Ready || w.address != "problem=burgers&seed=1" || len(w.s.Notes) != 0 {
		t.Errorf("phase %d, address %q, notes %q", w.s.Phase, w.address, w.s.Notes)
	}
}

func TestRunPauseStep(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Toggle{})
	w.last(experiment.AskRun)
	if w.s.Phase != Training {
		t.Fatal("not training")
	}
	n := len(w.sent)
	w.s.Dispatch(StepOnce{})
	if len(w.sent) != n {
		t.Error("a single step was asked for while training")
	}
	w.s.Dispatch(Arrived{w.frame(300)})
	if w.s.Now.Step != 300 || w.s.Now.Total != 2 || !strings.HasPrefix(w.s.Status, "Step 300 of 3\u202f000") || !strings.Contains(w.s.Status, "in conflict: pde and ic") {
		t.Errorf("after a tenth of the run: step %d, total %g, status %q", w.s.Now.Step, w.s.Now.Total, w.s.Status)
	}
	w.s.Dispatch(Toggle{})
	r := w.last(experiment.AskPause)
	w.s.Dispatch(Said{experiment.Reply{Gen: r.Gen, Is: experiment.SaysPaused, Step: 310}})
	if w.s.Phase != Ready || !strings.Contains(w.s.Status, "25.0 %") {
		t.Errorf("phase %d, status %q", w.s.Phase, w.s.Status)
	}
	w.s.Dispatch(StepOnce{})
	if r := w.last(experiment.AskStep); r.N != 1 {
		t.Errorf("asked for %d steps", r.N)
	}
}

// TestStaleFramesAreDropped: after a reset, frames and messages of the run before count no more.
func TestStaleFramesAreDropped(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Toggle{})
	old := w.frame(500)
	w.s.Dispatch(Reset{})
	w.s.Dispatch(Arrived{old})
	w.s.Dispatch(Said{experiment.Reply{Gen: old.Gen, Is: experiment.SaysDone, Step: 3000}})
	if w.s.Dropped() != 1 || w.s.Now.Step != 0 || w.s.Phase != Loading || w.s.History.Rows != 0 {
		t.Errorf("dropped %d, step %d, phase %d", w.s.Dropped(), w.s.Now.Step, w.s.Phase)
	}
	w.loaded()
	if w.last(experiment.AskRun); w.s.Phase != Training {
		t.Error("training did not go on with the new run")
	}
}

func TestLink(t *testing.T) {
	const link = "problem=heat&seed=7&width=20&lr=0.02&set.nu=0.5&show=error&map=magma&contours=0&residual=1"
	w := ready(t, link)
	spec := w.last(experiment.AskLoad).Spec
	if spec.Problem != "heat" || spec.Width != 20 || spec.LR != 0.02 || spec.Set["nu"] != 0.5 || spec.Seed != 7 {
		t.Errorf("the link gave %+v", spec)
	}
	if d := w.s.Display; d.Main != experiment.Error || d.Map != "magma" || d.Contours || !d.Residual {
		t.Errorf("the link gave %+v", d)
	}
	again := ready(t, w.address)
	if again.address != w.address || len(again.s.Notes) != 0 {
		t.Errorf("%q came back as %q with notes %q", w.address, again.address, again.s.Notes)
	}
	if !strings.Contains(w.address, "set.nu=0.5") || !strings.Contains(w.address, "show=error") {
		t.Errorf("the address is %q", w.address)
	}
}

// TestWrongLinksAreSaid: whatever is wrong with a link, there is a note about it and a run.
func TestWrongLinksAreSaid(t *testing.T) {
	for _, tt := range []struct{ link, note string }{
		{"colour=red", "colour"}, {"width=0", "width"}, {"width=1e9", "width"}, {"activation=relu", "tanh"}, {"problem=nix", "nix"},
		{"map=rainbow", "viridis"}, {"set.mu=1", "set.mu"}, {"set.nu=5", "0.01 to 1"}, {"set.nu=NaN", "finite"}, {"at.y=1", "at.y"},
		{"at.x=7", "-1 to 1"}, {"contours=maybe", "contours"}, {"%zz=1", "%zz"}, {"lr=%zz", "lr"}, {strings.Repeat("a", experiment.MaxFragment+1), "bytes"},
	} {
		w := ready(t, tt.link)
		if len(w.s.Notes) == 0 || !strings.Contains(strings.Join(w.s.Notes, " "), tt.note) {
			t.Errorf("%.40s: notes %q, want one about %q", tt.link, w.s.Notes, tt.note)
		}
		if w.s.Phase != Ready {
			t.Errorf("%.40s: phase %d, want a run", tt.link, w.s.Phase)
		}
	}
}

func TestRunFromLink(t *testing.T) {
	w := ready(t, "run=1")
	if w.last(experiment.AskRun); w.s.Phase != Training {
		t.Error("run=1 does not train")
	}
	if strings.Contains(w.address, "run") {
		t.Error("run stays in the address")
	}
}

func TestChangeSetting(t *testing.T) {
	w := ready(t, "")
	gen := w.s.Generation()
	w.s.Dispatch(Change{"width", "48"})
	if r := w.last(experiment.AskLoad); r.Spec.Width != 48 || r.Gen <= gen {
		t.Errorf("loaded width %d in generation %d after %d", r.Spec.Width, r.Gen, gen)
	}
	w.loaded()
	n := len(w.sent)
	w.s.Dispatch(Change{"width", "-3"})
	w.s.Dispatch(Change{"width", "48"})
	w.s.Dispatch(Change{"nonsense", "1"})
	if len(w.sent) != n || w.s.Spec.Width != 48 {
		t.Error("a wrong, equal or unknown value was taken")
	}
}

// TestMoveConstant: training goes on while a constant moves, within its interval only.
func TestMoveConstant(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Toggle{})
	w.s.Dispatch(Move{"nu", 5})
	if r := w.last(experiment.AskSet); r.Name != "nu" || r.Value != 1 || w.s.Phase != Training {
		t.Errorf("asked for %+v in phase %d", r, w.s.Phase)
	}
	n := len(w.sent)
	w.s.Dispatch(Move{"nu", math.NaN()})
	w.s.Dispatch(Move{"mu", 0.5})
	if len(w.sent) != n {
		t.Error("a value that is none, or of no constant, was sent")
	}
	w.s.Dispatch(Move{"nu", 0.1})
	if strings.Contains(w.address, "nu") {
		t.Errorf("the default stays in the address %q", w.address)
	}
}

// TestCrash: a fresh worker is started, the run is loaded again and stands still, and it is said why; a run that had
// shown something is loaded again.
func TestCrash(t *testing.T) {
	w := ready(t, "width=20")
	w.s.Dispatch(Arrived{w.frame(0)})
	w.s.Dispatch(Toggle{})
	w.other = nil
	w.s.Dispatch(Said{experiment.Reply{Gen: w.s.Generation(), Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: "out of memory", Crash: true}}})
	if len(w.other) != 1 || w.other[0] != "Restart" || w.s.Phase != Failed {
		t.Fatalf("effects %q, phase %d", w.other, w.s.Phase)
	}
	w.hello()
	w.parsed()
	w.loaded()
	if w.s.Phase != Training || w.s.Spec.Width != 20 || !strings.Contains(strings.Join(w.s.Notes, ""), "out of memory") {
		t.Errorf("phase %d, width %d, notes %q", w.s.Phase, w.s.Spec.Width, w.s.Notes)
	}
	w.s.Dispatch(Arrived{w.frame(0)})
	w.s.Dispatch(Crashed{"again"})
	w.hello()
	w.parsed()
	w.loaded()
	w.s.Dispatch(Crashed{"before a frame was seen"})
	w.hello()
	w.parsed()
	if w.loaded(); w.s.Phase != Ready {
		t.Errorf("phase %d after two crashes in a row, want a run that stands still", w.s.Phase)
	}
	w.s.Dispatch(Arrived{w.frame(0)})
	w.s.Dispatch(Crashed{"once more"})
	w.hello()
	if w.last(experiment.AskParse); w.s.Phase != Loading {
		t.Errorf("phase %d after a crash of a run that had shown something", w.s.Phase)
	}
}

func TestCrashesInARow(t *testing.T) {
	w := start(t, "")
	w.parsed()
	plain := 0
	perform := w.s.Perform
	w.s.Perform = func(e Effect) {
		if r, ok := e.(Restart); ok && r.Plain {
			plain++
		}
		perform(e)
	}
	for range 3 {
		w.s.Dispatch(Crashed{"boom"})
	}
	if plain != 2 {
		t.Errorf("%d of three workers came without fast kernels, want the second and the third", plain)
	}
	n := len(w.sent)
	w.hello()
	if len(w.sent) != n || w.s.Phase != Failed {
		t.Errorf("the run was loaded again: %+v, phase %d", w.sent[n:], w.s.Phase)
	}
	w.s.Dispatch(Choose{"heat"})
	if r := w.last(experiment.AskParse); r.Name != "heat" {
		t.Errorf("another problem cannot be chosen: %+v", r)
	}
}

// TestDivergence: the run has failed, the worker lives, and Run starts anew.
// A worker that ends before it says hello is not replaced for ever.
func TestWorkerThatNeverStarts(t *testing.T) {
	w := &worker{t: t, s: NewStore(), stored: map[string]*Kept{}}
	w.perform()
	w.s.Dispatch(Open{""})
	for range 50 {
		w.s.Dispatch(Crashed{"no such file"})
	}
	if len(w.other) != mostCrashes || w.s.Phase != Failed || !strings.Contains(w.s.Status, "no such file") || !strings.Contains(w.s.Status, "Reload") {
		t.Errorf("%d workers were started; the page says %q", len(w.other), w.s.Status)
	}
}

func TestDivergence(t *testing.T) {
	w := ready(t, "lr=1000")
	w.s.Dispatch(Toggle{})
	spec := w.s.Spec
	w.s.Dispatch(Said{experiment.Reply{Gen: w.s.Generation(), Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: "loss pde is +Inf at step 12", Loss: "pde", Step: 12, Spec: &spec}}})
	if w.s.Phase != Failed || w.s.Status != "loss pde is +Inf at step 12" {
		t.Errorf("phase %d, status %q", w.s.Phase, w.s.Status)
	}
	w.s.Dispatch(Change{"lr", "0.001"})
	w.loaded()
	if w.s.Phase != Ready || w.s.Failure != nil {
		t.Errorf("phase %d after the remedy", w.s.Phase)
	}
}

// TestRefusal: a request that could not be met does not end the run.
func TestRefusal(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Toggle{})
	w.s.Dispatch(Said{experiment.Reply{Gen: w.s.Generation(), Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: "no such point"}}})
	if w.s.Phase != Training || w.s.Status != "no such point" {
		t.Errorf("phase %d, status %q", w.s.Phase, w.s.Status)
	}
}

func TestProbe(t *testing.T) {
	w := ready(t, "")
	at, err := w.s.ParsePoint("0.5, 0.25")
	if err != nil {
		t.Fatal(err)
	}
	w.s.Dispatch(PinAt{at})
	if r := w.last(experiment.AskProbe); len(r.At) != 2 || r.At[1] != 0.25 {
		t.Errorf("asked for %v", r.At)
	}
	for _, wrong := range []string{"0.5", "2, 0", "0, x", "1,2,3"} {
		if _, err := w.s.ParsePoint(wrong); err == nil {
			t.Errorf("%q is a point", wrong)
		}
	}
	w.s.Dispatch(Toggle{})
	n := len(w.sent)
	w.s.Dispatch(Arrived{w.frame(5)})
	if len(w.sent) != n+1 {
		t.Error("the pinned point is not kept up to date while training")
	}
}

// TestResidualIsAskedFor: a quantity is only evaluated while it is shown.
func TestResidualIsAskedFor(t *testing.T) {
	w := ready(t, "")
	d := w.s.Display
	d.Residual = true
	w.s.Dispatch(Show{d})
	if r := w.last(experiment.AskView); len(r.View.Quantities) != 4 {
		t.Errorf("asked for %v", r.View.Quantities)
	}
	if got := w.s.Sides(); len(got) != 3 {
		t.Errorf("small maps %v", got)
	}
}

func TestSubscribers(t *testing.T) {
	w := ready(t, "")
	numbers, controls := 0, 0
	w.s.Subscribe(Numbers, func() { numbers++ })
	w.s.Subscribe(Controls, func() { controls++ })
	w.s.Dispatch(Arrived{w.frame(1)})
	if numbers != 1 || controls != 0 {
		t.Errorf("a frame told %d and %d, want the numbers only", numbers, controls)
	}
	w.s.Dispatch(Tell{"x"})
	if numbers != 1 || controls != 1 {
		t.Errorf("a sentence told %d and %d, want the controls only", numbers, controls)
	}
}

// TestHistoryThins: however long a run is, the history stays bounded, ordered, and keeps its ends.
func TestHistoryThins(t *testing.T) {
	var h History
	h.Reset(2, 1)
	for i := range 10000 {
		h.Add(&experiment.Snapshot{Step: i, Loss: []float64{float64(i), 1}, Gram: []float64{1, -0.5, -0.5, 1}, Error: []float64{float64(i)}})
	}
	n := len(h.Step)
	if n > Capacity || n < Capacity/4 || h.Step[0] != 0 || h.Step[n-1] != 9999 || h.Rows != 10000 {
		t.Fatalf("%d rows from %g to %g", n, h.Step[0], h.Step[n-1])
	}
	for i := range h.Step {
		if h.Loss[0][i] != h.Step[i] || h.Error[0][i] != h.Step[i] || h.Conflict[i] != -0.5 || i > 0 && h.Step[i] <= h.Step[i-1] {
			t.Fatalf("row %d: step %g, loss %g, error %g, cosine %g", i, h.Step[i], h.Loss[0][i], h.Error[0][i], h.Conflict[i])
		}
	}
	judged := 0
	h.Reset(2, 1)
	for i := range 5 * Capacity {
		e := math.NaN()
		if i%7 == 3 {
			e = 1
		}
		h.Add(&experiment.Snapshot{Step: i, Loss: []float64{1, 1}, Gram: []float64{1, 0, 0, 1}, Error: []float64{e}})
	}
	for _, e := range h.Error[0] {
		if e == 1 {
			judged++
		}
	}
	if judged < len(h.Step)/4 {
		t.Errorf("%d of %d rows kept an error", judged, len(h.Step))
	}
	h.Reset(2, 1)
	n = 1
	h.Add(&experiment.Snapshot{Step: 9999, Loss: []float64{1, 1}, Gram: []float64{1, 0, 0, 1}, Error: []float64{0}})
	h.Add(&experiment.Snapshot{Step: 9999, Loss: []float64{-1, 1}, Gram: []float64{1, 0, 0, 1}, Error: []float64{0}})
	if len(h.Step) != n || h.Loss[0][n-1] != -1 {
		t.Error("a second row of one step did not replace the first")
	}
}

func TestTable(t *testing.T) {
	w := ready(t, "")
	w.s.Dispatch(Arrived{w.frame(0)})
	next := w.frame(10)
	next.Error[0] = math.NaN() // not judged
	w.s.Dispatch(Arrived{next})
	if w.s.Now.Error[0] != 0.25 {
		t.Errorf("the last judged error is %g now", w.s.Now.Error[0])
	}
	f := w.s.Table()
	want := "step,seconds,loss.pde,loss.ic,error.u,least cosine\n0,0,1,0.5,0.25,-0.5\n10,0,1,0.5,,-0.5\n"
	if string(f.Data) != want || f.Name != "burgers.csv" {
		t.Errorf("%s:\n%s", f.Name, f.Data)
	}
	rows := w.s.Rows()
	if len(rows) != 2 || rows[0].Against != "ic" || rows[1].Against != "pde" || rows[0].Length != 2 {
		t.Errorf("rows %+v", rows)
	}
}

// FuzzLink: no link ends the page, and the address that comes of it is a link to the same.
func FuzzLink(f *testing.F) {
	for _, s := range []string{"", "problem=heat&width=3", "set.nu=0.2&at.x=0.5&across=x&up=t", "run=1&show=truth", "%", "at.=1", "field=u&field=v", "text=x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, link string) {
		w := start(t, link)
		w.parsed()
		w.loaded()
		again := start(t, w.address)
		again.parsed()
		again.loaded()
		if again.address != w.address {
			t.Errorf("%q gave %q, which gave %q", link, w.address, again.address)
		}
	})
}
