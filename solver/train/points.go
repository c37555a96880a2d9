package train

import (
	"fmt"
	"strconv"
	"strings"

	"counterpoint/solver/loss"
	"counterpoint/solver/problem"
)

const maxPoints = 10_000_000

// parsePoints reads "2000" (interior points; every other line gets a tenth) or "pde=2000,bc=200" (points of each line of a loss; what
// is not named keeps the first form's default of 2000).
func parsePoints(text string, p *problem.Problem) (loss.Counts, error) {
	interior, named := 2000, map[string]int{}
	for _, part := range strings.Split(text, ",") {
		name, value, isNamed := strings.Cut(strings.TrimSpace(part), "=")
		if !isNamed {
			value = name
		}
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 1 || n > maxPoints {
			return nil, fmt.Errorf("points: %q is not a number of points from 1 to %d; write 2000, or %s=2000,...", part, maxPoints, p.Losses[0].Name)
		}
		if !isNamed {
			interior = n
			continue
		}
		if !hasLoss(p, name) {
			return nil, fmt.Errorf("points: problem %s has no loss %q; it has %s", p.Name, name, strings.Join(lossNames(p), ", "))
		}
		named[name] = n
	}
	return func(name string, inside bool) int {
		if n, ok := named[name]; ok {
			return n
		}
		if inside {
			return interior
		}
		return max(1, interior/10)
	}, nil
}

func lossNames(p *problem.Problem) []string {
	var out []string
	for _, l := range p.Losses {
		out = append(out, l.Name)
	}
	return out
}

func hasLoss(p *problem.Problem, name string) bool {
	for _, l := range p.Losses {
		if l.Name == name {
			return true
		}
	}
	return false
}
