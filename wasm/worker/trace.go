package main

import (
	"errors"
	"fmt"
	"io"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
)

// Limits of what the page is given of a trace: rows, and numbers of its Gram matrices. The verdict is on all that was read.
const (
	shownRows    = 600
	shownEntries = 200_000
)

// trace reads a recorded trace and names its regime.
func trace(r io.ReaderAt, size int64) (*experiment.Trace, *experiment.Verdict, error) {
	t, err := interchange.ReadGram(r, size, experiment.ProfileSteps)
	if err != nil {
		return nil, nil, err
	}
	v := diagnosis.Classify(t.Profile, diagnosis.Default)
	v.Caveats = append(v.Caveats, t.Notes...)
	return shown(t), &v, nil
}

// shown thins a trace to what the page shows.
func shown(t *interchange.Trace) *experiment.Trace {
	k, p := len(t.Profile.Losses), t.Profile
	limit := min(shownRows, max(1, shownEntries/(k*k)))
	stride := (len(p.Rows) + limit - 1) / limit
	thin := diagnosis.Profile{Losses: p.Losses}
	for i := 0; i < len(p.Rows); i += stride {
		thin.Rows = append(thin.Rows, p.Rows[i])
	}
	c := diagnosis.CourseOf(thin)
	out := &experiment.Trace{Losses: p.Losses, Problem: t.Header.Problem, Framework: t.Header.Framework, Rows: t.Rows, Unit: c.Unit, Norm: c.Norm, Best: c.Best}
	for _, r := range thin.Rows {
		out.Step = append(out.Step, r.Step)
		out.Loss, out.Gram = append(out.Loss, r.Loss...), append(out.Gram, r.Gram...)
	}
	return out
}

// trace answers a request to read a recorded trace: with it, or with what is wrong at which line.
func (s *Session) trace(r experiment.Request) {
	reply := experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysTrace}
	var err error
	if reply.Trace, reply.Verdict, err = trace(r.File, r.Size); err != nil {
		f := experiment.Fault{Message: err.Error()}
		if g := (*interchange.GramError)(nil); errors.As(err, &g) {
			f = experiment.Fault{Line: g.Line, Message: g.What, Remedy: g.Remedy}
			if g.Row {
				f.Line, f.Message = 0, fmt.Sprintf("row %d: %s", g.Line, g.What)
			}
		}
		reply.Faults = []experiment.Fault{f}
	}
	s.Say(reply)
}
