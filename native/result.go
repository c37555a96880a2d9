//go:build native

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// result is what a run came to: the last line of --json. null stands for what is not known or not finite.
type result struct {
	Problem string              `json:"problem"`
	Arm     string              `json:"arm"`
	Seed    uint64              `json:"seed"`
	Steps   int                 `json:"steps"`
	Seconds float64             `json:"seconds"`
	Rate    float64             `json:"steps_per_second"`
	Error   map[string]*float64 `json:"rel_l2"`
	Centre  map[string]*float64 `json:"rel_l2_centered"` // of each field minus its mean
	Losses  map[string]*float64 `json:"losses"`
	Unknown map[string]unknown  `json:"unknowns,omitempty"`
	Status  string              `json:"status"` // done, stopped, diverged or failed
	Peak    float64             `json:"peak_mib"`
	Verdict string              `json:"verdict,omitempty"` // what the arm auto or trial found and chose

	fields, losses []string // the maps' keys in order
}

// unknown is a coefficient that the run looked for.
type unknown struct {
	Value *float64 `json:"value"`
	True  *float64 `json:"true"`
	Error *float64 `json:"rel_error"`
}

func unknowns(run *train.Run, s *experiment.Snapshot) map[string]unknown {
	out := map[string]unknown{}
	for i, u := range run.Problem().Unknowns {
		v := s.Unknown[i]
		out[u.Name] = unknown{known(v), known(u.True), known(math.Abs(v-u.True) / math.Abs(u.True))}
	}
	return out
}

// newResult describes the run as its last step saw it, with the diverged loss's value if there is one.
func newResult(run *train.Run, status string, diverged *experiment.Diverged) result {
	var s experiment.Snapshot
	run.Snapshot(&s)
	spec, info := run.Spec(), run.Info()
	r := result{
		Problem: spec.Problem, Arm: spec.Arm, Seed: spec.Seed, Steps: s.Step, Seconds: s.Seconds, Status: status, Peak: peak(),
		Error: map[string]*float64{}, Centre: map[string]*float64{}, Losses: map[string]*float64{}, fields: info.Fields, losses: info.Losses,
	}
	r.Rate = run.Rate()
	for i, name := range info.Fields {
		r.Error[name], r.Centre[name] = known(s.Error[i]), known(s.Centered[i])
	}
	for i, name := range info.Losses {
		r.Losses[name] = known(s.Loss[i])
	}
	r.Unknown = unknowns(run, &s)
	if diverged != nil && !diverged.Gradient {
		r.Losses[diverged.Loss] = known(diverged.Value)
	}
	return r
}

// judge describes the run at its present parameters, with their error.
func judge(run *train.Run, status string) (result, error) {
	if err := run.Evaluate(); err != nil {
		return newResult(run, status, nil), err
	}
	r := newResult(run, status, nil)
	var s experiment.Snapshot
	run.Snapshot(&s)
	if err := run.Judge(&s); err != nil {
		return r, err
	}
	for i, name := range r.fields {
		r.Error[name], r.Centre[name] = known(s.Error[i]), known(s.Centered[i])
	}
	return r, nil
}

// known returns a pointer to v, nil if v is not finite.
func known(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

// writeJSON writes the result as one line.
func (r result) writeJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// write writes the result for a reader.
func (r result) write(w io.Writer, out string) error {
	text := fmt.Sprintf("%s: %s after %d steps in %.1f s (%s), seed %d, %.0f MiB\n", r.Problem, r.Status, r.Steps, r.Seconds, pacing(r.Rate), r.Seed, r.Peak)
	text += "relative L2 error" + named(r.fields, r.Error) + "\n"
	text += "  without mean   " + named(r.fields, r.Centre) + "\n"
	text += "losses           " + named(r.losses, r.Losses) + "\n"
	for _, name := range slices.Sorted(maps.Keys(r.Unknown)) {
		if u := r.Unknown[name]; u.Error != nil {
			text += fmt.Sprintf("%s = %.6g, true %.6g, relative error %.2g\n", name, *u.Value, *u.True, *u.Error)
		} else if u.Value != nil {
			text += fmt.Sprintf("%s = %.6g\n", name, *u.Value)
		}
	}
	if r.Verdict != "" {
		text += "verdict          " + r.Verdict + "\n"
	}
	if out != "" {
		text += "written to " + out + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

func named(names []string, values map[string]*float64) (text string) {
	for _, name := range names {
		if v := values[name]; v != nil {
			text += fmt.Sprintf("  %s %.3g", name, *v)
		} else {
			text += fmt.Sprintf("  %s unknown", name)
		}
	}
	return text
}
