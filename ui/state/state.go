package state

import (
	"counterpoint/solver/experiment"
)

// Phase is what the page is doing.
type Phase uint8

// The phases.
const (
	Starting Phase = iota // no worker yet
	Loading               // the worker builds a run
	Ready                 // a run is loaded and stands still
	Training
	Done   // the last step was taken
	Failed // the run or the worker ended with an error; Reset helps
)

// State is everything the page knows. Only Store.Dispatch changes it.
type State struct {
	Phase   Phase
	Hello   *experiment.Hello
	Info    *experiment.Info // of the loaded problem; nil before the first
	Spec    experiment.Spec  // what the controls show and the next Reset runs
	Base    experiment.Spec  // defaults of the problem: what the link leaves out
	View    experiment.View
	Display Display
	Now     Now
	History History
	Pin     []float64         // where the probe is pinned; nil: nowhere
	Probe   *experiment.Probe // the latest answer at Pin
	Status  string            // one sentence for the status line
	Notes   []string          // what was wrong with the link or a value, one sentence each
	Failure *experiment.Failure
	Verdict *experiment.Verdict // on the present run; nil until its profile is complete
	Profile Profile
	Applied *experiment.Verdict // whose remedy the present run was started with; nil if none
	Points  []experiment.Cloud  // collocation points, as last asked for
	Editor  Editor
	Tab     string   // one of Tabs
	Hide    []string // Parts that the link hides
	Leaf    int      // page of the lesson that is shown
	Lesson  string   // name of the lesson that is shown, "" for none
	Race    Race
	Bench   Bench
	Threads int // web workers that share each step: part of the link, not of the Spec; 0 is 1
	Helpers int // of them, those that are at work beside the first
	Own     Own
	Sight   Sight

	keeper   keeper
	gen, id  int
	dropped  int    // frames of another generation
	fragment string // the link being opened, until its problem's defaults are known
	wantRun  bool   // train as soon as the run is loaded
	told     int    // tenths of the run that were announced
	crashes  int    // of the worker since the last frame
	blank    bool   // no field has been seen of this run yet
	carried  []string
}

// Now is the latest frame without its grids.
type Now struct {
	experiment.Snapshot
	Rate  float64 // steps a second
	Total float64 // weighted sum of the losses
}

// Display is how things are drawn. It is part of the link, except for Dark and Still.
type Display struct {
	Main     string // quantity shown large
	Map      string // colour map of prediction and truth
	Contours bool
	Turning  bool // the gradient geometry turns slowly while training
	Residual bool // show the residual too
	Panels
	Dark  bool
	Still bool // the visitor prefers reduced motion
}

// Generation returns the number of the run now shown; frames of others are dropped.
func (s *State) Generation() int { return s.gen }

// Dropped counts the frames of another generation that were not shown.
func (s *State) Dropped() int { return s.dropped }

// Loaded reports whether there is a run to start, step or reset.
func (s *State) Loaded() bool { return s.Phase == Ready || s.Phase == Training || s.Phase == Done }

// Judged reports whether the problem has a reference.
func (s *State) Judged() bool { return s.Info != nil && s.Info.Truth != "" && s.Info.Truth != "none" }

// Quantities returns what can be shown large, in menu order.
func (s *State) Quantities() []string {
	if s.Judged() {
		return []string{experiment.Prediction, experiment.Truth, experiment.Error, experiment.Residual}
	}
	return []string{experiment.Prediction, experiment.Residual}
}

// Sides returns the quantities shown small.
func (s *State) Sides() []string {
	var out []string
	for _, q := range s.Quantities() {
		if q != s.Display.Main && (q != experiment.Residual || s.Display.Residual) {
			out = append(out, q)
		}
	}
	return out
}

// Conflicts lists the pairs of losses whose gradients point apart, by index, the smaller first.
func (s *State) Conflicts() [][2]int {
	var out [][2]int
	n := &s.Now
	for i := range n.Loss {
		for j := i + 1; j < len(n.Loss); j++ {
			if n.Cosine(i, j) < 0 {
				out = append(out, [2]int{i, j})
			}
		}
	}
	return out
}
