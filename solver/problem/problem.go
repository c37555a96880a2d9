package problem

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
)

// Problem is one problem, parsed. It is not changed by those who use it, but for its Graph, which grows when residuals are compiled:
// see expr.Graph for what may run at once.
type Problem struct {
	Name      string // catalogue name, name@case, or the file's name
	Title     string
	Source    string
	Note      string
	Published string
	Tags      []string
	Family    string // one of experiment.Families
	Text      string // as parsed

	Graph    *expr.Graph
	Domain   *geometry.Domain // what is left of the coordinates' intervals
	Measure  string           // how interior points are distributed, in words
	Coords   []experiment.Coord
	Time     int // index of the time coordinate, -1 without one
	Fields   []string
	Consts   []Const
	Unknowns []Unknown
	Losses   []Loss

	Exact     []expr.ID // per field: its exact solution, or expr.None
	Truth     *Truth    // how truth is computed where it is not exact; nil: exact, or none
	Transform []expr.ID // per field: the hard constraint as an expression of the network's own leaves, or expr.None
	Periodic  []bool    // per coordinate: embedded periodically
	Defaults  map[string]string
	Cases     []Case
}

// Const is a named constant. Only those with an interval (Ranged) may be set; the others are folded into the expressions.
type Const struct {
	Name          string
	Value, Lo, Hi float64
	Ranged        bool
}

// Unknown is a scalar that training finds. True is NaN where it is not known. Positive unknowns are trained as their logarithm.
type Unknown struct {
	Name     string
	Start    float64
	True     float64
	Positive bool
}

// Loss is one loss: the sum over its lines of the mean of the squared residual. K counts losses.
type Loss struct {
	Name  string
	Lines []Line
}

// Line is one loss line.
type Line struct {
	Residual   expr.ID         // left side minus right side
	Region     geometry.Region // equal keys share points
	RegionText string          // as written, empty for the interior
	Text       string          // the equation as written
	MathML     string          // the equation typeset, nodes linked to the text by data-span="lo-hi" (characters from the start)
	Weight     float64
	Points     int   // as the line asks; 0: as the run says
	Data       *Data // not nil: the points are Data's, not drawn from Region
	Place      Place
}

// Place is where something stands in the text: from 1, in characters.
type Place struct{ Line, Column, Length int }

// Truth is a reference method and its arguments: named numbers, and positional expressions of the constants.
type Truth struct {
	Method string
	Args   map[string]float64
	Exprs  []expr.ID
}

// Case is a named choice of constants: the problem is listed as name@case too.
type Case struct {
	Name string
	Set  map[string]float64
}

// Bind returns the values of constants, set over the problem's own, and of unknowns at their start. A name that is no constant with
// an interval, or a value outside it, is an error that says what is allowed.
func (p *Problem) Bind(set map[string]float64) (expr.Binding, error) {
	b := expr.Binding{Const: make([]float64, len(p.Consts)), Unknown: make([]float64, len(p.Unknowns))}
	for i, c := range p.Consts {
		b.Const[i] = c.Value
	}
	for i, u := range p.Unknowns {
		b.Unknown[i] = u.Start
	}
	names := make([]string, 0, len(set))
	for n := range set {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		i, err := p.ranged(n)
		if err != nil {
			return expr.Binding{}, err
		}
		c, v := p.Consts[i], set[n]
		if !(v >= c.Lo && v <= c.Hi) {
			return expr.Binding{}, fmt.Errorf("problem: %s = %g is outside [%g, %g]", n, v, c.Lo, c.Hi)
		}
		b.Const[i] = v
	}
	return b, nil
}

func (p *Problem) ranged(name string) (int, error) {
	var have []string
	for i, c := range p.Consts {
		if c.Name == name && c.Ranged {
			return i, nil
		}
		if c.Name == name {
			return 0, fmt.Errorf("problem: %s has no interval; write \"const %s = %.6g in [lo, hi]\" to be able to set it", name, name, c.Value)
		}
		if c.Ranged {
			have = append(have, c.Name)
		}
	}
	if len(have) == 0 {
		return 0, fmt.Errorf("problem: %s has no constant that can be set (%q was asked for)", p.Name, name)
	}
	return 0, fmt.Errorf("problem: unknown constant %q (have %s)", name, strings.Join(have, ", "))
}

// TruthName is exact, the reference's method, or none.
func (p *Problem) TruthName() string {
	if p.Truth != nil {
		return p.Truth.Method
	}
	for _, id := range p.Exact {
		if id != expr.None {
			return "exact"
		}
	}
	return "none"
}

// Entry returns what the catalogue says of the problem.
func (p *Problem) Entry() experiment.Entry {
	e := experiment.Entry{
		Name: p.Name, Title: p.Title, Family: p.Family, Fields: p.Fields, Tags: p.Tags, Truth: p.TruthName(),
		Published: p.Published, Source: p.Source, Note: p.Note, Losses: []string{}, Coords: []string{},
	}
	if e.Tags == nil {
		e.Tags = []string{}
	}
	for _, l := range p.Losses {
		e.Losses = append(e.Losses, l.Name)
	}
	for _, c := range p.Coords {
		e.Coords = append(e.Coords, c.Name)
	}
	return e
}

// Info returns what the problem looks like from outside, without parameter blocks and counts.
func (p *Problem) Info() experiment.Info {
	info := experiment.Info{Entry: p.Entry(), Text: p.Text, Axes: p.Coords, Measure: p.Measure, Defaults: p.Spec()}
	for _, c := range p.Consts {
		if c.Ranged {
			info.Sliders = append(info.Sliders, experiment.Slider{Name: c.Name, Value: c.Value, Lo: c.Lo, Hi: c.Hi})
		}
	}
	for _, l := range p.Losses {
		for _, line := range l.Lines {
			info.Lines = append(info.Lines, experiment.Line{Loss: l.Name, Text: line.Text, Region: line.RegionText, MathML: line.MathML})
		}
	}
	return info
}

// Spec returns the house defaults with the problem's own over them.
func (p *Problem) Spec() experiment.Spec {
	s := experiment.Default()
	s.Problem = p.Name
	for name, text := range p.Defaults {
		if err := experiment.FindSetting(name).SetText(&s, text); err != nil {
			panic("problem: unchecked default")
		}
	}
	return s
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// HasExact reports whether the exact solution of every field is given.
func (p *Problem) HasExact() bool {
	for _, id := range p.Exact {
		if id == expr.None {
			return false
		}
	}
	return len(p.Exact) > 0
}
