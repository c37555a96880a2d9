package state

import (
	"fmt"
	"strconv"
	"strings"

	"counterpoint/solver/experiment"
)

// Setting returns the description of a setting as the worker gave it, or nil.
func (s *State) Setting(name string) *experiment.Setting {
	if s.Hello == nil {
		return nil
	}
	for i := range s.Hello.Settings {
		if s.Hello.Settings[i].Name == name {
			return &s.Hello.Settings[i]
		}
	}
	return nil
}

// Text returns the value of a setting of the Spec as text, "" for a name that is none.
func (s *State) Text(name string) string {
	if t := experiment.FindSetting(name); t != nil {
		return t.Text(&s.Spec)
	}
	return ""
}

// Check reports what is wrong with text as the value of a setting, or nil.
func (s *State) Check(name, text string) error {
	t := experiment.FindSetting(name)
	if t == nil {
		return fmt.Errorf("%s is no setting", name)
	}
	spec := s.Spec.Clone()
	return t.SetText(&spec, text)
}

// change sets a setting and loads the run anew; training that was under way goes on with the new run.
func (s *State) change(setting, text string) []Effect {
	t := experiment.FindSetting(setting)
	if t == nil || s.Info == nil {
		return nil
	}
	spec := s.Spec.Clone()
	if err := t.SetText(&spec, text); err != nil {
		s.Status = err.Error() + "; the value was not taken."
		return nil
	}
	if t.Text(&spec) == t.Text(&s.Spec) {
		return nil
	}
	s.Spec = spec
	s.Notes = nil
	s.wantRun = s.wantRun || s.Phase == Training
	s.Status = setting + " is now " + text + ": a new run."
	return s.load()
}

// shareOut has so many web workers share each step. The run starts anew.
func (s *State) shareOut(threads int) []Effect {
	if s.Info == nil || threads < 1 || threads > experiment.MostThreads || threads == max(1, s.Threads) {
		return nil
	}
	s.Threads = threads
	s.wantRun = s.wantRun || s.Phase == Training
	s.Status = "Each step is shared by " + count(threads) + " workers: the same bits, in less time if the machine has that many processors to spare."
	return s.load()
}

// Constant returns the present value of a constant of the problem.
func (s *State) Constant(c experiment.Slider) float64 {
	if v, ok := s.Spec.Set[c.Name]; ok {
		return v
	}
	return c.Value
}

// move gives a constant a new value within its interval; training goes on.
func (s *State) move(name string, value float64) []Effect {
	if s.Info == nil || !finite(value) {
		return nil
	}
	for _, c := range s.Info.Sliders {
		if c.Name != name || !(c.Lo < c.Hi) {
			continue
		}
		value = max(c.Lo, min(c.Hi, value))
		s.Spec = s.Spec.Clone()
		if s.Spec.Set == nil {
			s.Spec.Set = map[string]float64{}
		}
		s.Spec.Set[name] = value
		if value == c.Value {
			delete(s.Spec.Set, name)
		}
		if s.Phase == Failed || s.Phase == Loading {
			return s.load()
		}
		r := s.request(experiment.AskSet)
		r.Name, r.Value = name, value
		effects := []Effect{Send{r}, Address{s.Fragment()}}
		if s.Pin != nil {
			effects = append(effects, Send{s.probe()})
		}
		return effects
	}
	return nil
}

// show applies a Display; a quantity that was not in the frames so far is asked for.
func (s *State) show(d Display) []Effect {
	if index(Maps, d.Map) < 0 {
		d.Map = s.Display.Map
	}
	d.Panels = d.sound()
	asked := d.Points && !s.Display.Points
	s.Display = d
	if s.Info == nil {
		return []Effect{Restyle{}}
	}
	if index(s.Quantities(), d.Main) < 0 {
		s.Display.Main = experiment.Prediction
	}
	v := s.View
	v.Quantities = s.wanted()
	effects := []Effect{Restyle{}, Address{s.Fragment()}}
	if len(v.Quantities) != len(s.View.Quantities) {
		effects = append(effects, s.look(v)...)
	}
	if asked {
		effects = append(effects, s.points()...)
	}
	return effects
}

// look changes field, axes or slice.
func (s *State) look(v experiment.View) []Effect {
	if s.Info == nil || v.Field < 0 || v.Field >= len(s.Info.Fields) || len(v.Slice) != len(s.Info.Axes) || v.X == v.Y ||
		v.X < 0 || v.X >= len(s.Info.Axes) || v.Y >= len(s.Info.Axes) {
		return nil
	}
	v.Quantities = s.wanted()
	if v.W, v.H = 128, 128; v.Y < 0 {
		v.W, v.H = 192, 1
	}
	s.View = v
	if s.Phase == Loading || s.Phase == Failed {
		return []Effect{Address{s.Fragment()}}
	}
	r := s.request(experiment.AskView)
	r.View = &v
	return []Effect{Send{r}, Restyle{}, Address{s.Fragment()}}
}

// Turn returns v with coordinate x across and y up; choosing a coordinate that the other axis shows swaps the two.
func Turn(v experiment.View, x, y int) experiment.View {
	if x == y {
		x, y = v.Y, v.X
	}
	v.X, v.Y = x, y
	return v
}

// pin puts the probe at a point, one number per coordinate, and asks what is there.
func (s *State) pin(at []float64) []Effect {
	s.Probe = nil
	s.Pin = nil
	if at == nil || s.Info == nil || len(at) != len(s.Info.Axes) {
		return []Effect{Restyle{}, Address{s.Fragment()}}
	}
	s.Pin = append([]float64(nil), at...)
	for i, a := range s.Info.Axes {
		if !finite(s.Pin[i]) {
			s.Pin = nil
			return nil
		}
		s.Pin[i] = max(a.Lo, min(a.Hi, s.Pin[i]))
	}
	if !s.Loaded() {
		return []Effect{Restyle{}, Address{s.Fragment()}}
	}
	return []Effect{Send{s.probe()}, Restyle{}, Address{s.Fragment()}}
}

// pinned is the pinned point as a link and the entry of the point have it.
func (s *State) pinned() string {
	var out []string
	for _, x := range s.Pin {
		out = append(out, strconv.FormatFloat(x, 'g', 4, 64))
	}
	return strings.Join(out, ",")
}

func (s *State) probe() experiment.Request {
	r := s.request(experiment.AskProbe)
	r.At = append([]float64(nil), s.Pin...)
	return r
}

// ParsePoint reads one number per coordinate, separated by commas or blanks; no text is no point.
func (s *State) ParsePoint(text string) ([]float64, error) {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	if len(words) == 0 {
		return nil, nil
	}
	if s.Info == nil || len(words) != len(s.Info.Axes) {
		return nil, fmt.Errorf("the point has %d numbers; give one for each coordinate, separated by commas", len(words))
	}
	at := make([]float64, len(words))
	for i, w := range words {
		x, err := strconv.ParseFloat(w, 64)
		if a := s.Info.Axes[i]; err != nil || !(x >= a.Lo && x <= a.Hi) {
			return nil, fmt.Errorf("%s: %.20q is not a number from %g to %g", a.Name, w, a.Lo, a.Hi)
		}
		at[i] = x
	}
	return at, nil
}
