package state

import "counterpoint/solver/experiment"

// Atlas returns what a study found of many problems, nil while none has been computed.
func (s *State) Atlas() *experiment.Atlas {
	if s.Hello == nil {
		return nil
	}
	return s.Hello.Atlas
}

// Winners lists the arms that win somewhere in the atlas, in the order of experiment.Arms.
func Winners(a *experiment.Atlas) (out []string) {
	if a == nil {
		return nil
	}
	for _, arm := range experiment.Arms() {
		for _, p := range a.Points {
			if p.Winner == arm.Name {
				out = append(out, arm.Name)
				break
			}
		}
	}
	return out
}

// Here is where the present run lies among the regimes, by its verdict: phi of unit weights and of the best ones. ok is false while there
// is no verdict.
func (s *State) Here() (unit, best float64, ok bool) {
	if s.Verdict == nil {
		return 0, 0, false
	}
	found := 0
	for _, e := range s.Verdict.Evidence {
		switch e.Name {
		case "phi_1":
			unit = e.Value
			found++
		case "phi_*":
			best = e.Value
			found++
		}
	}
	return unit, best, found == 2
}
