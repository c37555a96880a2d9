package state

import (
	"fmt"
	"math"
	"strings"

	"counterpoint/solver/experiment"
)

// Own is a run that another program recorded, as the visitor brought it.
type Own struct {
	Name    string // of the file
	Trace   *experiment.Trace
	Verdict *experiment.Verdict
	Row     int               // of Trace, whose gradients are shown
	Fault   *experiment.Fault // why the last file was not taken; nil if it was
	Reading bool

	asked int // the request that is under way
	lab   int // the request for the Lab's own profile that is under way
}

type (
	// Bring takes a file that the visitor dropped, pasted or picked. Handle is the browser's; only the worker reads it.
	Bring struct {
		Name   string
		Size   int64
		Handle any
	}
	// BringLab takes the profile of the run in the Lab, as the trace that it would be saved as.
	BringLab struct{}
	// Given hands a trace that the worker wrote back to be brought as a file.
	Given struct{ File experiment.File }
	// ShowRow shows one row of the trace.
	ShowRow struct{ Row int }
	// SendFile gives the worker a request about a file.
	SendFile struct {
		Request experiment.Request
		Handle  any
	}
	// CopyHook asks for the code of one of Hooks.
	CopyHook struct{ Hook int }
)

func (Bring) action()    {}
func (BringLab) action() {}
func (Given) effect()    {}
func (ShowRow) action()  {}
func (CopyHook) action() {}
func (SendFile) effect() {}

// bring has the worker read a trace.
func (s *State) bring(b Bring) []Effect {
	out := s.openTab(OwnTab)
	if s.Hello == nil {
		s.Status = "The solver is not there yet; bring the file again in a moment."
		return out
	}
	if b.Size == 0 {
		s.Own.Name, s.Own.Fault = b.Name, &experiment.Fault{Message: "the file is empty", Remedy: "write a header line and a line a step"}
		return out
	}
	r := s.request(experiment.AskTrace)
	s.Own.asked, s.Own.Reading, s.Own.Name, s.Own.Fault = r.ID, true, b.Name, nil
	s.Status = fmt.Sprintf("Reading %.60s, %s.", b.Name, megabytes(b.Size))
	return append(out, SendFile{r, b.Handle}, Restyle{})
}

// bringLab asks for the profile of the run in the Lab.
func (s *State) bringLab() []Effect {
	if !s.Loaded() || s.Racing() {
		s.Own.Name, s.Own.Fault = "The Lab's run", &experiment.Fault{Message: "there is no single run in the Lab", Remedy: "open a problem there and press Run"}
		return nil
	}
	r := s.request(experiment.AskExport)
	r.Name, s.Own.lab = "profile", r.ID
	return []Effect{Send{r}}
}

// ofLab reports whether a reply is about the Lab's own profile.
func (s *State) ofLab(r *experiment.Reply) bool {
	return (r.Is == experiment.SaysFile || r.Is == experiment.SaysFailed) && s.Own.lab != 0 && r.ID == s.Own.lab
}

// given takes the Lab's own profile.
func (s *State) given(r *experiment.Reply) []Effect {
	s.Own.lab = 0
	if r.File == nil {
		s.Own.Name, s.Own.Fault = "The Lab's run", &experiment.Fault{Message: "no profile", Remedy: "run a problem in the Lab for a few hundred steps"}
		if r.Failed != nil {
			s.Own.Fault = &experiment.Fault{Message: r.Failed.Message}
		}
		return nil
	}
	return []Effect{Given{*r.File}}
}

// megabytes writes a size for people.
func megabytes(n int64) string {
	if n < 100_000 {
		return count(int(n)) + " bytes"
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// ofTrace reports whether a reply is about the trace that was brought last.
func (s *State) ofTrace(r *experiment.Reply) bool {
	return (r.Is == experiment.SaysTrace || r.Is == experiment.SaysFailed) && s.Own.asked != 0 && r.ID == s.Own.asked
}

// traced takes what the worker read. A file that is refused leaves the trace that is shown.
func (s *State) traced(r *experiment.Reply) []Effect {
	o := &s.Own
	o.asked, o.Reading = 0, false
	switch {
	case r.Failed != nil:
		o.Fault = &experiment.Fault{Message: r.Failed.Message}
	case len(r.Faults) > 0:
		o.Fault = &r.Faults[0]
	case r.Trace == nil || r.Verdict == nil || len(r.Trace.Step) == 0:
		o.Fault = &experiment.Fault{Message: "the file has no rows"}
	}
	if o.Fault != nil {
		s.Status = fmt.Sprintf("%.60s was not taken: %s.", o.Name, FaultText(o.Fault))
		return nil
	}
	o.Trace, o.Verdict, o.Row = r.Trace, r.Verdict, 0
	s.Status = fmt.Sprintf("%.60s: %s losses, %s rows. Diagnosis: %s.", o.Name, count(len(o.Trace.Losses)), count(o.Trace.Rows), Regime(o.Verdict))
	return []Effect{Restyle{}}
}

// forgetReading gives up on a file that was asked of another worker.
func (s *State) forgetReading() {
	if o := &s.Own; o.Reading {
		o.Reading, o.asked = false, 0
		o.Fault = &experiment.Fault{Message: "the solver stopped while it was read", Remedy: "bring it again; if it stops again, log every tenth step"}
	}
}

// FaultText says where a fault is, what it is, and what to do.
func FaultText(f *experiment.Fault) string {
	text := f.Message
	if f.Line > 0 {
		text = fmt.Sprintf("line %s: %s", count(f.Line), text)
	}
	if f.Remedy != "" {
		text += "; " + f.Remedy
	}
	return strings.TrimSuffix(text, ".")
}

func (s *State) showRow(row int) []Effect {
	if t := s.Own.Trace; t != nil {
		s.Own.Row = max(0, min(len(t.Step)-1, row))
	}
	return []Effect{Restyle{}}
}

// copyHook gives the visitor the code of a hook, with what it stands on.
func (s *State) copyHook(i int) []Effect {
	if i < 0 || i >= len(Hooks) {
		return nil
	}
	s.Status = "The hook for " + Hooks[i].Framework + " is on the clipboard."
	return []Effect{CopyText{HookText(i)}}
}

// Snapshot returns the row that is shown, in the form of a frame.
func (o *Own) Snapshot() experiment.Snapshot {
	t := o.Trace
	if t == nil {
		return experiment.Snapshot{}
	}
	k, i := len(t.Losses), o.Row
	return experiment.Snapshot{Step: t.Step[i], Loss: t.Loss[i*k : (i+1)*k], Gram: t.Gram[i*k*k : (i+1)*k*k]}
}

// Losses returns the course of each loss, and the steps they stand at.
func (o *Own) Losses() (step []float64, loss [][]float64) {
	t := o.Trace
	if t == nil {
		return nil, nil
	}
	loss = make([][]float64, len(t.Losses))
	for i, n := range t.Step {
		step = append(step, float64(n))
		for k := range loss {
			loss[k] = append(loss[k], t.Loss[i*len(loss)+k])
		}
	}
	return step, loss
}

// Rows returns the table of the row that is shown: losses, lengths of their gradients, and whom they are in conflict with.
func (o *Own) Rows() []Row {
	if o.Trace == nil {
		return nil
	}
	now := o.Snapshot()
	rows := make([]Row, len(now.Loss))
	for i := range rows {
		rows[i] = Row{Name: o.Trace.Losses[i], Loss: now.Loss[i], Weight: math.NaN(), Length: math.Sqrt(now.Gram[i*len(rows)+i])}
		var against []string
		for j := range rows {
			if j != i && now.Cosine(i, j) < 0 {
				against = append(against, o.Trace.Losses[j])
			}
		}
		rows[i].Against = strings.Join(against, ", ")
	}
	return rows
}
