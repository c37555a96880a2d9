package experiment

import "io"

// Page and worker talk in JSON, one Request or Reply a message, and frames as transferred buffers (see Frame). Every Request carries
// an ID, echoed by what answers it, and the generation of the run it speaks of; Replies and frames of an older generation are
// dropped by the page. The worker never sends before it was asked, but for hello at its start and frames while it trains.

// Request is what the page asks of the worker. Do is one of the Ask constants; the other fields are read as the constant says.
type Request struct {
	ID   int    `json:"id"`
	Gen  int    `json:"gen"`
	Do   string `json:"do"`
	Spec *Spec  `json:"spec,omitempty"`
	Text string `json:"text,omitempty"`
	View *View  `json:"view,omitempty"`
	// N counts steps (AskStep); Name and Value are a constant and its new value (AskSet); At is a point, one number per
	// coordinate (AskProbe).
	N     int       `json:"n,omitempty"`
	Name  string    `json:"name,omitempty"`
	Value float64   `json:"value,omitempty"`
	At    []float64 `json:"at,omitempty"`
	// Threads is the number of web workers that share each step (AskLoad), 0 for one. It changes no bit of the result.
	Threads int `json:"threads,omitempty"`
	// Kernel names a kernel set, "" the fastest.
	Kernel string `json:"kernel,omitempty"`
	// Data is the content of a checkpoint (AskLoad, AskParse). It travels beside the JSON, as a transferred buffer.
	Data []byte `json:"-"`
	// File is a file that the visitor chose, of Size bytes (AskTrace). It travels beside the JSON, as a handle.
	File io.ReaderAt `json:"-"`
	Size int64       `json:"-"`
}

// MostThreads is the most web workers that share a step.
const MostThreads = 16

// What a page may ask.
const (
	AskParse  = "parse"  // Text, Name of the catalogue, or Data, a checkpoint -> SaysParsed
	AskLoad   = "load"   // Spec (View, and Data, a checkpoint) -> SaysLoaded, then one frame; starts generation Gen
	AskRun    = "run"    // train until AskPause or the last step
	AskPause  = "pause"  // -> SaysPaused
	AskStep   = "step"   // N steps, then a frame
	AskSet    = "set"    // a constant with an interval takes a new value; training goes on
	AskView   = "view"   // View: what frames hold and how often
	AskProbe  = "probe"  // At -> SaysProbe
	AskPoints = "points" // N: of each loss at most -> SaysPoints
	AskSave   = "save"   // -> SaysFile, a checkpoint, and Step
	AskBench  = "bench"  // Name of the catalogue, Kernel, Value in seconds, Text: settings as in a link -> SaysTiming; ends the run under way
	AskTrace  = "trace"  // File, a pinn-gram trace in one of its forms -> SaysTrace
	AskExport = "export" // Name: field, profile or spec -> SaysFile
)

// Reply is what the worker says. Is is one of the Says constants.
type Reply struct {
	ID     int      `json:"id"`
	Gen    int      `json:"gen"`
	Is     string   `json:"is"`
	Hello  *Hello   `json:"hello,omitempty"`
	Info   *Info    `json:"info,omitempty"`   // SaysLoaded, SaysParsed
	Faults []Fault  `json:"faults,omitempty"` // SaysParsed: none if the text is right
	Saved  *Saved   `json:"saved,omitempty"`  // SaysParsed of a checkpoint
	Probe  *Probe   `json:"probe,omitempty"`
	Points []Cloud  `json:"points,omitempty"` // one per loss
	File   *File    `json:"file,omitempty"`
	Failed *Failure `json:"failed,omitempty"`
	Trace  *Trace   `json:"trace,omitempty"`
	// Verdict is what the profile of a plain run says (SaysVerdict), or a trace (SaysTrace).
	Verdict *Verdict `json:"verdict,omitempty"`
	Timing  *Timing  `json:"timing,omitempty"`
	Part    float64  `json:"part,omitempty"`    // SaysTiming: how much of the measurement is done, 1 at the end
	Helpers int      `json:"helpers,omitempty"` // SaysHelpers
	Note    string   `json:"note,omitempty"`    // SaysHelpers: why one went
	Step    int      `json:"step,omitempty"`    // SaysPaused, SaysDone, SaysFile of a checkpoint: steps taken
}

// What a worker may say.
const (
	SaysHello   = "hello"  // once, when it is ready
	SaysParsed  = "parsed" // answers AskParse: Faults, or Info
	SaysLoaded  = "loaded" // answers AskLoad: Info
	SaysPaused  = "paused"
	SaysDone    = "done"   // the last step was taken
	SaysProbe   = "probe"  // answers AskProbe
	SaysPoints  = "points" // answers AskPoints
	SaysFile    = "file"
	SaysVerdict = "verdict" // once a plain run has been profiled
	SaysProfile = "profile" // Verdict on the profile so far, Step of ProfileSteps
	SaysTiming  = "timing"  // answers AskBench, several times: Part, and with the last Timing
	SaysHelpers = "helpers" // Helpers: the number of workers that help has changed
	SaysTrace   = "trace"   // answers AskTrace: Trace and Verdict, or Faults
	SaysFailed  = "failed"  // answers any request that could not be met, or ends a run that diverged
)

// Hello introduces the worker: all the page knows of the solver.
type Hello struct {
	Version   string    `json:"version"`
	Kernel    string    `json:"kernel"` // name of the kernel set
	Catalogue []Entry   `json:"catalogue"`
	Settings  []Setting `json:"settings"`
	Default   Spec      `json:"default"`
	// Kappa is the threshold that a verdict holds the phis of the Statistics against.
	Kappa float64 `json:"kappa"`
	Atlas *Atlas  `json:"atlas,omitempty"` // nil while none has been computed
}

// Probe is the value of everything at one point.
type Probe struct {
	At         []float64 `json:"at"`
	Prediction []float64 `json:"prediction"`      // one per field
	Truth      []float64 `json:"truth,omitempty"` // one per field, absent without a reference
}

// Cloud is the collocation points of one loss, or the first of them.
type Cloud struct {
	Loss string    `json:"loss"`
	All  int       `json:"all"` // how many points the loss has
	X    []float32 `json:"x"`   // coordinates, point by point
}

// File is something for the user to keep. Its Data travels beside the JSON, as a transferred buffer.
type File struct {
	Name string `json:"name"`
	Mime string `json:"mime"`
	Data []byte `json:"-"`
}

// Saved is what a checkpoint says of itself.
type Saved struct {
	Spec   Spec   `json:"spec"`
	Kernel string `json:"kernel"` // kernel set it was computed with: going on with another gives other bits
	Step   int    `json:"step"`
}

// Failure says what went wrong and what to do. Spec restores the run it happened in.
type Failure struct {
	Message string `json:"message"`
	Loss    string `json:"loss,omitempty"` // of a diverged run
	Step    int    `json:"step,omitempty"`
	Spec    *Spec  `json:"spec,omitempty"`
	Crash   bool   `json:"crash,omitempty"` // the worker cannot go on: start another
}

// The quantities a panel can show.
const (
	Prediction = "prediction"
	Truth      = "truth"
	Error      = "error" // prediction minus truth
	Residual   = "residual"
)

// View says what frames hold: a field's quantities on a grid over two axes, the other coordinates held at Slice.
type View struct {
	Field      int       `json:"field"`
	Quantities []string  `json:"quantities"` // in this order in the frame
	X          int       `json:"x"`          // coordinate along the columns
	Y          int       `json:"y"`          // coordinate along the rows, bottom row first; -1: a line, H = 1
	Slice      []float64 `json:"slice"`      // one per coordinate; those of X and Y are ignored
	W          int       `json:"w"`
	H          int       `json:"h"`
	Hz         float64   `json:"hz"` // frames a second at most
}
