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

// Arms lists the presets: the plain run, the project's own choices, and every method by its own name.
func Arms() []Arm {
	out := []Arm{
		{"none", "unit weights, sum of the gradients, no adapters", "", nil},
		{"weights", "joint-rate weights: they see angles, not only norms", "this project", map[string]string{"weights": "jointrate"}},
		{"adapters", "one low-rank adapter per loss behind every hidden layer, shared gradient", "arXiv 2605.10136", map[string]string{"adapters": "shared"}},
		{"adapters+weights", "the same with joint-rate weights", "arXiv 2605.10136", map[string]string{"adapters": "shared", "weights": "jointrate"}},
		{"routed", "adapter k receives the gradient of loss k only", "arXiv 2605.10136", map[string]string{"adapters": "routed"}},
		{"routed+weights", "the same with joint-rate weights", "arXiv 2605.10136", map[string]string{"adapters": "routed", "weights": "jointrate"}},
		{"output", "adapters on the output only", "this project", map[string]string{"adapters": "output"}},
		{"output+weights", "the same with joint-rate weights", "this project", map[string]string{"adapters": "output", "weights": "jointrate"}},
	}
	for _, w := range Weightings[1:] {
		out = append(out, Arm{Name: w, Doc: "weights " + w, Set: map[string]string{"weights": w}})
	}
	for _, d := range Directions[1:] {
		out = append(out, Arm{Name: d, Doc: "direction " + d, Set: map[string]string{"direction": d}})
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
		plain := Default()
		s.Weights, s.Direction, s.Adapters, s.Arm = plain.Weights, plain.Direction, plain.Adapters, name
		for k, v := range a.Set {
			if err := FindSetting(k).SetText(s, v); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("arm: unknown %.40q (have %s)", name, strings.Join(names, ", "))
}
