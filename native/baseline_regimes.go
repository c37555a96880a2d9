//go:build native

package main

import (
	"fmt"
	"io"

	"counterpoint/solver/experiment"
)

// regime is the verdict that most runs got, in how many, and ? where most of those were not firm.
func (s *standing) regime() string {
	if s.said.runs == 0 {
		return ""
	}
	text := s.said.regime
	if !s.said.firm && text != experiment.RegimeUndecided {
		text += "?"
	}
	return fmt.Sprintf("%s, %d of %d", text, s.said.agree, s.said.runs)
}

// evidence is the median of a statistic over the runs, empty if none has it.
func (s *standing) evidence(statistic string) string {
	if len(s.said.value[statistic]) == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", s.said.median(statistic))
}

// tally counts the problems of a family by their regime.
type tally struct {
	family                                               string
	none, magnitude, directional, single, undecided, all int
	repeated, same, firm                                 int // run more than once; of these with one verdict; with firm verdicts
}

func (t *tally) add(p profile) {
	t.all++
	switch p.regime {
	case experiment.RegimeNone:
		t.none++
	case experiment.RegimeMagnitude:
		t.magnitude++
	case experiment.RegimeDirectional:
		t.directional++
	case experiment.RegimeSingle:
		t.single++
	default:
		t.undecided++
	}
	if p.runs > 1 {
		t.repeated++
		if p.agree == p.runs {
			t.same++
		}
	}
	if p.firm {
		t.firm++
	}
}

// writeRegimes counts the regimes by family, and how often all seeds got the same.
func writeRegimes(w io.Writer, by []*standing) error {
	total, order := tally{family: "all"}, []*tally{}
	for _, s := range by {
		if s.said.runs == 0 {
			continue
		}
		if n := len(order); n == 0 || order[n-1].family != s.family {
			order = append(order, &tally{family: s.family})
		}
		order[len(order)-1].add(s.said)
		total.add(s.said)
	}
	if total.all == 0 {
		return nil
	}
	_, err := fmt.Fprint(w, "\n| family | problems | none | magnitude | directional | single | undecided | firm | same in all seeds |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, t := range append(order, &total) {
		if err == nil {
			_, err = fmt.Fprintf(w, "| %s | %d | %d | %d | %d | %d | %d | %d | %d of %d |\n", t.family, t.all, t.none, t.magnitude, t.directional, t.single, t.undecided, t.firm, t.same, t.repeated)
		}
	}
	return err
}
