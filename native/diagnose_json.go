//go:build native

package main

import (
	"encoding/json"
	"io"

	"counterpoint/solver/experiment"
)

// verdictJSON is a line of --json. Evidence is by statistic, rates are by loss; null is what is not known.
type verdictJSON struct {
	File           string                     `json:"file,omitempty"`
	Problem        string                     `json:"problem"`
	Seed           *uint64                    `json:"seed,omitempty"`
	Regime         string                     `json:"regime"`
	Firm           bool                       `json:"firm"`
	Or             string                     `json:"or,omitempty"`
	Remedy         experiment.Remedy          `json:"remedy"`
	Advice         string                     `json:"advice,omitempty"` // with --explain, of a directional verdict
	Evidence       map[string]evidenceJSON    `json:"evidence"`
	Counterfactual []counterfactualJSON       `json:"counterfactual"`
	Pairs          []experiment.PairEvidence  `json:"pairs"`
	Blocks         []experiment.BlockEvidence `json:"blocks"`
	Tangents       []armTangent               `json:"tangents,omitempty"` // with --explain
	Caveats        []string                   `json:"caveats"`
	Losses         []string                   `json:"losses"`
	Rows           int                        `json:"rows"`
}

type evidenceJSON struct {
	Value     *float64 `json:"value"`
	Lo        *float64 `json:"lo"`
	Hi        *float64 `json:"hi"`
	Threshold *float64 `json:"threshold"`
	Decides   bool     `json:"decides"`
	Meaning   string   `json:"meaning"`
}

type counterfactualJSON struct {
	Arm   string              `json:"arm"`
	Worst *float64            `json:"worst"`
	Rate  map[string]*float64 `json:"rate"`
}

// writeFoundJSON writes the verdict as one line.
func writeFoundJSON(w io.Writer, f found) error {
	v := f.verdict
	j := verdictJSON{
		File: f.file, Problem: f.problem, Tangents: f.tangents, Regime: v.Regime, Firm: v.Firm, Or: v.Or, Remedy: v.Remedy, Advice: v.Advice, Rows: v.Rows,
		Evidence: map[string]evidenceJSON{}, Counterfactual: []counterfactualJSON{},
		Pairs: append([]experiment.PairEvidence{}, v.Pairs...), Blocks: append([]experiment.BlockEvidence{}, v.Blocks...), Caveats: append([]string{}, v.Caveats...), Losses: append([]string{}, v.Losses...),
	}
	if f.file == "" {
		j.Seed = &f.seed
	}
	for _, e := range v.Evidence {
		j.Evidence[e.Name] = evidenceJSON{known(e.Value), known(e.Lo), known(e.Hi), known(e.Threshold), e.Decides, e.Meaning}
	}
	for _, c := range v.Counterfactual {
		rate := map[string]*float64{}
		for i, name := range v.Losses {
			rate[name] = known(c.Rate[i])
		}
		j.Counterfactual = append(j.Counterfactual, counterfactualJSON{c.Arm, known(c.Worst), rate})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(j)
}
