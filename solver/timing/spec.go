package timing

import (
	"fmt"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
)

// high is from how many coordinates on a benchmark takes the network for high dimensions.
const high = 10

// Spec is what a benchmark's runs have in common, whatever the problem's own defaults, so that the figures of problems can be
// compared: the house's defaults, 4 hidden layers of 64 units on 2000 points, in high dimensions 3 of 128 on 1000 points and 500 for
// each loss on the border; a constant learning rate, and no end.
func Spec(p *problem.Problem) experiment.Spec {
	spec := experiment.Default()
	spec.Problem, spec.Schedule = p.Name, "constant"
	Endless(&spec)
	if len(p.Coords) < high {
		return spec
	}
	spec.Width, spec.Depth = 128, 3
	var counts []string
	for _, l := range p.Losses {
		n := 500
		if l.Lines[0].RegionText == "" {
			n = 1000
		}
		counts = append(counts, fmt.Sprintf("%s=%d", l.Name, n))
	}
	spec.Points = strings.Join(counts, ",")
	return spec
}

// Endless takes the end of a benchmark's run away, whatever the settings say: a measurement lasts seconds, not steps.
func Endless(spec *experiment.Spec) { spec.Steps, spec.Finish = 10_000_000, "" }
