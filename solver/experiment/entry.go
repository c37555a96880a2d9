package experiment

// Entry is what the catalogue says of one problem: the rows of `list --json` and of the page's menu.
type Entry struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Family    string   `json:"family"`
	Losses    []string `json:"losses"`
	Coords    []string `json:"coords"`
	Fields    []string `json:"fields"`
	Tags      []string `json:"tags"`
	Truth     string   `json:"truth"`     // exact, the reference's method, or none
	Published string   `json:"published"` // as the problem's text states it
	Source    string   `json:"source,omitempty"`
	Note      string   `json:"note,omitempty"`
}

// Families lists the families in menu order.
var Families = []string{"forward-k2", "forward-k3", "forward-system", "inverse", "multiphysics-k4", "multiphysics-k5", "multiphysics-k6", "parameter", "high-dim"}

// Coord is one coordinate of a problem with its interval.
type Coord struct {
	Name   string  `json:"name"`
	Lo, Hi float64 // nondimensional
	Time   bool    `json:"time,omitempty"`
}

// Slider is a named constant of a problem; with Lo < Hi it may be moved within [Lo, Hi].
type Slider struct {
	Name          string `json:"name"`
	Value, Lo, Hi float64
}

// Info is what a loaded problem looks like from outside.
type Info struct {
	Entry
	Text     string   `json:"text"` // the problem's source text
	Axes     []Coord  `json:"axes"`
	Measure  string   `json:"measure"` // how interior points are distributed, in words
	Sliders  []Slider `json:"sliders,omitempty"`
	Lines    []Line   `json:"lines"`            // one per loss line
	Blocks   []string `json:"blocks,omitempty"` // parameter blocks, in BlockGram's order
	Params   int      `json:"params"`           // trained parameters
	Equation []bool   `json:"equation"`         // K: the losses of equations, against those of conditions and data; nil before a run is built
	Defaults Spec     `json:"defaults"`         // house defaults with the problem's own over them
}

// Line is one loss line as the user wrote it, and typeset.
type Line struct {
	Loss   string `json:"loss"`
	Text   string `json:"text"`
	Region string `json:"region"`
	MathML string `json:"mathml"`
}

// Fault is an error at a place in a problem's text.
type Fault struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line"`   // from 1
	Column  int    `json:"column"` // from 1, in characters
	Length  int    `json:"length"` // characters the fault spans, at least 1
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
}

func (f Fault) Error() string {
	s := f.File + ":" + itoa(f.Line) + ":" + itoa(f.Column) + ": " + f.Message
	if f.Remedy != "" {
		s += "; " + f.Remedy
	}
	return s
}
