package experiment

import (
	"fmt"
	"strings"
)

// Arm is a named preset of slots. Set holds settings by name, as text.
type Arm struct {
	Name   string
	Doc    string
	Source string
	Set    map[string]string
}

// Arms lists the presets: the plain run, the project's own choices with their controls, and every method by its own name.
func Arms() []Arm {
	out := []Arm{
		{"none", "unit weights, sum of the gradients, no adapters", "-", nil},
		{"weights", "joint-rate weights: they see angles, not only norms", "this project", slots("weights", "jointrate")},
	}
	for _, s := range structures {
		plus := Arm{s.Name + "+weights", "the same with joint-rate weights", s.Source, slots("weights", "jointrate")}
		for k, v := range s.Set {
			plus.Set[k] = v
		}
		out = append(out, s, plus)
	}
	for _, slot := range []struct {
		setting, doc string
		names        []string
	}{
		{"weights", "weights", Weightings}, {"direction", "direction", Directions}, {"optimizer", "optimizer", Optimizers},
		{"correction", "correction of Adam's proposal", Corrections}, {"point-weights", "weights of points", PointWeightings},
	} {
		for _, name := range slot.names[1:] {
			out = append(out, Arm{Name: name, Doc: slot.doc, Set: slots(slot.setting, name)})
		}
	}
	return out
}

// structures are the arms that change the network: the adapters, and their controls of equal size.
var structures = []Arm{
	{"adapters", "one low-rank adapter per loss behind every hidden layer; adapter k acts where loss k lives", "after arXiv 2605.10136", slots("adapters", "local")},
	{"shared", "adapters that every loss reaches, everywhere", "arXiv 2605.10136", slots("adapters", "shared")},
	{"output", "adapters from the last hidden layer to the output", "this project", slots("adapters", "output", "behind", "output")},
	{"routed", "adapter k receives the gradient of loss k only, scaled by the second moment of the total", "after arXiv 2605.10136", slots("adapters", "routed", "second-moment", "total")},
	{"private", "loss k sees adapter k alone; the prediction is the mean", "this project", slots("adapters", "private")},
	{"opposite", "control: adapters that act opposite to where their loss lives", "this project", slots("adapters", "local", "gates", "opposite")},
	{"wide", "control: a wider trunk with as many parameters as arm adapters", "this project", slots("trunk", "wide")},
	{"deep", "control: a deeper trunk with as many parameters as arm adapters", "this project", slots("trunk", "deep")},
}

// slots makes a map of setting, value, setting, value, ...
func slots(pairs ...string) map[string]string {
	out := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// ApplyArm sets the slots of s to those of the named arm; slots that the arm does not name become plain.
func ApplyArm(s *Spec, name string) error {
	var names []string
	for _, a := range Arms() {
		if a.Name != name {
			names = append(names, a.Name)
			continue
		}
		s.clearSlots()
		s.Arm = name
		for k, v := range a.Set {
			if err := FindSetting(k).SetText(s, v); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("arm: unknown %.40q (have %s)", name, strings.Join(names, ", "))
}
