package state

import (
	"fmt"
	"math"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"counterpoint/solver/experiment"
)

// Maps are the colour maps that a link may name.
var Maps = []string{"viridis", "magma", "coolwarm", "grey"}

func defaultDisplay() Display {
	return Display{Main: experiment.Prediction, Map: Maps[0], Contours: true, Turning: true, Panels: defaultPanels()}
}

// Fragment returns the link to what is shown, without #: the Spec and the page's own keys, each only where it differs from the
// default.
func (s *State) Fragment() string {
	out := append([]string{s.Spec.Fragment(s.Base)}, s.pageKeys()...)
	d, plain := &s.Display, defaultDisplay()
	add := func(differs bool, key, value string) {
		if differs {
			out = append(out, key+"="+strings.ReplaceAll(url.QueryEscape(value), "%2C", ","))
		}
	}
	add(d.Main != plain.Main, "show", d.Main)
	add(d.Map != plain.Map, "map", d.Map)
	add(!d.Contours, "contours", "0")
	add(!d.Turning, "turn", "0")
	add(d.Residual, "residual", "1")
	d.fragment(add)
	add(s.Threads > 1, "threads", strconv.Itoa(s.Threads))
	if s.Info == nil {
		return strings.Join(out, "&")
	}
	v, start := &s.View, startView(s.Info)
	add(v.Field != start.Field, "field", name(s.Info.Fields, v.Field))
	axes := axisNames(s.Info)
	add(v.X != start.X, "across", name(axes, v.X))
	add(v.Y != start.Y, "up", name(axes, v.Y))
	add(s.Pin != nil, "pin", s.pinned())
	for i, x := range v.Slice {
		add(i != v.X && i != v.Y && x != start.Slice[i], "at."+name(axes, i), strconv.FormatFloat(x, 'g', -1, 64))
	}
	return strings.Join(out, "&")
}

// fresh returns the link to another problem with its own defaults: seed and display stay.
func (s *State) fresh(problem string) string {
	t := State{Spec: experiment.Spec{Problem: problem, Seed: s.Spec.Seed}, Display: s.Display, Hide: s.Hide, Race: Race{Arms: s.Race.Arms, Pace: s.Race.Pace}, Threads: s.Threads}
	t.Base = t.Spec
	return t.Fragment()
}

// readRest reads the page's own keys; what it does not know or cannot use becomes a note.
func (s *State) readRest(rest map[string]string) {
	keys := make([]string, 0, len(rest))
	for k := range rest {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	d := defaultDisplay()
	d.Dark, d.Still = s.Display.Dark, s.Display.Still
	s.Display, s.Threads = d, 1
	s.resetPageKeys()
	for _, k := range keys {
		if wrong := s.readKey(k, rest[k]); wrong != "" {
			s.Notes = append(s.Notes, "In the link, "+wrong+".")
		}
	}
	s.View.Quantities = s.wanted()
}

// readKey reads one key and returns what is wrong with it.
func (s *State) readKey(k, v string) string {
	if wrong, known := s.Display.read(k, v); known {
		return wrong
	}
	axes := axisNames(s.Info)
	choose := func(to *int, names []string) string {
		i := index(names, v)
		if i < 0 {
			return fmt.Sprintf("%s: %.40q is none of %s", k, v, strings.Join(names, ", "))
		}
		*to = i
		return ""
	}
	among := func(to *string, names []string) string {
		i := 0
		wrong := choose(&i, names)
		if wrong == "" {
			*to = names[i]
		}
		return wrong
	}
	flag := func(to *bool) string {
		i := 0
		wrong := choose(&i, []string{"0", "1"})
		if wrong == "" {
			*to = i == 1
		}
		return wrong
	}
	switch k {
	case "show":
		return among(&s.Display.Main, s.Quantities())
	case "map":
		return among(&s.Display.Map, Maps)
	case "contours":
		return flag(&s.Display.Contours)
	case "turn":
		return flag(&s.Display.Turning)
	case "residual":
		return flag(&s.Display.Residual)
	case "threads":
		return s.readThreads(v)
	case "run":
		return flag(&s.wantRun)
	case "pin":
		at, err := s.ParsePoint(v)
		if err != nil {
			return "pin: " + err.Error()
		}
		s.Pin = at
		return ""
	case "field":
		return choose(&s.View.Field, s.Info.Fields)
	case "across":
		return choose(&s.View.X, axes)
	case "up":
		return choose(&s.View.Y, axes)
	}
	if axis, ok := strings.CutPrefix(k, "at."); ok {
		return s.readSlice(axis, v)
	}
	if wrong, ok := s.readPageKey(k, v); ok {
		return wrong
	}
	return fmt.Sprintf("%.40q is no setting that this page knows, so it was ignored", k)
}

func (s *State) readThreads(v string) string {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > experiment.MostThreads {
		return fmt.Sprintf("threads: %.40q is not a whole number from 1 to %d", v, experiment.MostThreads)
	}
	s.Threads = n
	return ""
}

func (s *State) readSlice(axis, v string) string {
	i := index(axisNames(s.Info), axis)
	if i < 0 {
		return fmt.Sprintf("at.%.40s: the problem has no coordinate of that name", axis)
	}
	x, err := strconv.ParseFloat(v, 64)
	a := s.Info.Axes[i]
	if err != nil || !(x >= a.Lo && x <= a.Hi) {
		return fmt.Sprintf("at.%s: %.40q is not a number from %g to %g", axis, v, a.Lo, a.Hi)
	}
	s.View.Slice[i] = x
	return ""
}

// checkConstants takes out constants that the problem does not have or that are outside their interval.
func (s *State) checkConstants() {
	names := make([]string, 0, len(s.Spec.Set))
	for n := range s.Spec.Set {
		names = append(names, n)
	}
	sort.Strings(names)
	s.Spec = s.Spec.Clone()
	for _, n := range names {
		wrong := fmt.Sprintf("set.%.40s: the problem has no such constant", n)
		for _, c := range s.Info.Sliders {
			if c.Name != n {
				continue
			}
			wrong = ""
			if v := s.Spec.Set[n]; c.Lo < c.Hi && !(v >= c.Lo && v <= c.Hi) {
				wrong = fmt.Sprintf("set.%s: %g is not from %g to %g", n, v, c.Lo, c.Hi)
			}
		}
		if wrong != "" {
			delete(s.Spec.Set, n)
			s.Notes = append(s.Notes, "In the link, "+wrong+".")
		}
	}
}

// startView returns the view of a problem that nobody has turned: time across and space up, or the first two coordinates of
// space; the rest held at the middle, time at its end.
func startView(info *experiment.Info) experiment.View {
	v := experiment.View{X: 0, Y: -1, W: 192, H: 1, Hz: 8, Slice: make([]float64, len(info.Axes))}
	time, space := -1, []int(nil)
	for i, a := range info.Axes {
		v.Slice[i] = (a.Lo + a.Hi) / 2
		if a.Time {
			time = i
			v.Slice[i] = a.Hi
			continue
		}
		space = append(space, i)
	}
	switch {
	case len(info.Axes) < 2:
		return v
	case time >= 0 && len(space) == 1:
		v.X, v.Y = time, space[0]
	default:
		v.X, v.Y = space[0], space[1]
	}
	v.W, v.H = 128, 128
	return v
}

// wanted lists the quantities that frames have to hold: those shown, and prediction and truth for the probe.
func (s *State) wanted() []string {
	out := []string{experiment.Prediction}
	if s.Judged() {
		out = append(out, experiment.Truth, experiment.Error)
	}
	if s.Display.Residual || s.Display.Main == experiment.Residual {
		out = append(out, experiment.Residual)
	}
	return out
}

func axisNames(info *experiment.Info) []string {
	out := make([]string, len(info.Axes))
	for i, a := range info.Axes {
		out[i] = a.Name
	}
	return out
}

func name(list []string, i int) string {
	if i < 0 || i >= len(list) {
		return ""
	}
	return list[i]
}

func index(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
