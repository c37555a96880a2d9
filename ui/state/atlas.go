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
