package state

import (
	"fmt"
	"strconv"
	"strings"

	"counterpoint/solver/experiment"
)

// What the panels can show, in menu order; the first of each is the default.
var (
	Shapes    = []string{"map", "surface"}
	Ranges    = []string{"shared", "own"}
	Curves    = []string{"losses", "weighted", "weights"}
	Gradients = []string{"arrows", "ribbons", "statistics", "layers"}
)

// Panels is what the panels show. It is part of the link.
type Panels struct {
	Shape     string  // of the large field: a map or a surface
	Range     string  // colours of prediction and truth: one range for both, or each its own
	Curves    string  // what the upper chart shows of each loss
	Gradients string  // which picture of the gradients
	Slices    bool    // curves along both axes through the pinned point
	Points    bool    // collocation points over the large map
	Spin      float64 // of the surface about its upright axis, degrees in [-180, 180]
	Tilt      float64 // of the eye above the surface, degrees in [5, 85]
}

func defaultPanels() Panels {
	return Panels{Shape: Shapes[0], Range: Ranges[0], Curves: Curves[0], Gradients: Gradients[0], Slices: true, Spin: 30, Tilt: 35}
}

// sound returns p with what is none of the choices at its default and angles in their intervals.
func (p Panels) sound() Panels {
	d := defaultPanels()
	for _, c := range []struct {
		to    *string
		names []string
		plain string
	}{{&p.Shape, Shapes, d.Shape}, {&p.Range, Ranges, d.Range}, {&p.Curves, Curves, d.Curves}, {&p.Gradients, Gradients, d.Gradients}} {
		if index(c.names, *c.to) < 0 {
			*c.to = c.plain
		}
	}
	if !finite(p.Spin) || !finite(p.Tilt) {
		p.Spin, p.Tilt = d.Spin, d.Tilt
	}
	for p.Spin > 180 && p.Spin < 1e6 {
		p.Spin -= 360
	}
	for p.Spin < -180 && p.Spin > -1e6 {
		p.Spin += 360
	}
	p.Spin, p.Tilt = max(-180, min(180, p.Spin)), max(5, min(85, p.Tilt))
	return p
}

// fragment appends the keys of what differs from the default.
func (p *Panels) fragment(add func(differs bool, key, value string)) {
	d := defaultPanels()
	add(p.Shape != d.Shape, "shape", p.Shape)
	add(p.Range != d.Range, "range", p.Range)
	add(p.Curves != d.Curves, "curves", p.Curves)
	add(p.Gradients != d.Gradients, "gradients", p.Gradients)
	add(!p.Slices, "slices", "0")
	add(p.Points, "points-shown", "1")
	degrees := func(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }
	add(degrees(p.Spin) != degrees(d.Spin), "spin", degrees(p.Spin))
	add(degrees(p.Tilt) != degrees(d.Tilt), "tilt", degrees(p.Tilt))
}

// read takes one key of a link. known is false for a key that is none of the panels'; wrong says what is wrong with the value.
func (p *Panels) read(k, v string) (wrong string, known bool) {
	among := func(to *string, names []string) (string, bool) {
		if index(names, v) < 0 {
			return fmt.Sprintf("%s: %.40q is none of %s", k, v, strings.Join(names, ", ")), true
		}
		*to = v
		return "", true
	}
	flag := func(to *bool) (string, bool) {
		if v != "0" && v != "1" {
			return fmt.Sprintf("%s: %.40q is none of 0, 1", k, v), true
		}
		*to = v == "1"
		return "", true
	}
	angle := func(to *float64, lo, hi float64) (string, bool) {
		x, err := strconv.ParseFloat(v, 64)
		if err != nil || !(x >= lo && x <= hi) {
			return fmt.Sprintf("%s: %.40q is not a number from %g to %g", k, v, lo, hi), true
		}
		*to = x
		return "", true
	}
	switch k {
	case "shape":
		return among(&p.Shape, Shapes)
	case "range":
		return among(&p.Range, Ranges)
	case "curves":
		return among(&p.Curves, Curves)
	case "gradients":
		return among(&p.Gradients, Gradients)
	case "slices":
		return flag(&p.Slices)
	case "points-shown":
		return flag(&p.Points)
	case "spin":
		return angle(&p.Spin, -180, 180)
	case "tilt":
		return angle(&p.Tilt, 5, 85)
	}
	return "", false
}

// Sliced reports whether the large map has curves along its axes.
func (s *State) Sliced() bool {
	return s.Display.Slices && s.Pin != nil && s.View.Y >= 0 && s.Display.Shape == Shapes[0]
}

// points asks for the collocation points if they are to be seen.
func (s *State) points() []Effect {
	if !s.Display.Points || !s.Loaded() {
		return nil
	}
	return []Effect{Send{s.request(experiment.AskPoints)}}
}

// moved reports whether points were drawn anew between two steps.
func (s *State) moved(from, to int) bool {
	n := s.Spec.Resample
	return n > 0 && to > 0 && (to-1)/n != max(0, from-1)/n
}
