package diagnosis

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"counterpoint/solver/experiment"
)

// Atlas returns the atlas that was committed, in the form that atlas/README.md describes, and nil while none has been computed.
func Atlas() (*experiment.Atlas, error) {
	b, err := study("atlas/atlas.json")
	if b == nil {
		return nil, err
	}
	return readAtlas(b)
}

func readAtlas(b []byte) (*experiment.Atlas, error) {
	var a experiment.Atlas
	if err := json.Unmarshal(b, &a); err != nil {
		return nil, fmt.Errorf("atlas: %w", err)
	}
	seen := map[string]bool{"": true}
	for i, p := range a.Points {
		switch {
		case seen[p.Problem]:
			return nil, fmt.Errorf("atlas: point %d: the problem %q is empty or there twice", i, p.Problem)
		case p.Winner == "" || p.Seeds < 1 || !(p.Gain > 0) || math.IsInf(p.Gain, 0):
			return nil, fmt.Errorf("atlas: %s: winner %q with gain %g of %d seeds", p.Problem, p.Winner, p.Gain, p.Seeds)
		}
		seen[p.Problem] = true
	}
	if a.Command == "" || len(a.Points) == 0 {
		return nil, errors.New("atlas: no points, or no command that repeats them")
	}
	return &a, nil
}
