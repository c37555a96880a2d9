package state

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"counterpoint/solver/experiment"
)

// Bench is the benchmark of a training step that a link with the key bench asks for: each problem with the fastest kernels and with the
// portable ones, one after the other.
type Bench struct {
	On       bool
	Rows     []BenchRow
	Part     float64 // of the measurement under way that is done, from 0 to 1
	settings string  // the link's settings, for the worker
	seconds  float64 // that a step is measured for
	at       int     // the row under way; len(Rows) at the end
	asked    int     // the request under way
}

// BenchRow is one problem's measurement.
type BenchRow struct {
	Problem string
	Fast    *experiment.Timing // with the fastest kernels; nil until measured
	Plain   *experiment.Timing // with the portable kernels
	Fault   string
}

// Ratio is how many times as long a step takes with the portable kernels, 0 while that is not known.
func (r *BenchRow) Ratio() float64 {
	if r.Fast == nil || r.Plain == nil {
		return 0
	}
	return r.Plain.Milliseconds / r.Fast.Milliseconds
}

// Done reports whether all is measured.
func (b *Bench) Done() bool { return b.at >= len(b.Rows) }

// Progress is the part of the whole that is measured, from 0 to 1, and what is being measured.
func (b *Bench) Progress() (part float64, what string) {
	if b.Done() {
		return 1, "All is measured."
	}
	r, half := &b.Rows[b.at], 0.0
	what = fmt.Sprintf("Measuring %s, %d of %d, with the fastest kernels.", r.Problem, b.at+1, len(b.Rows))
	if r.Fast != nil {
		half = 0.5
		what = fmt.Sprintf("Measuring %s, %d of %d, with the portable kernels.", r.Problem, b.at+1, len(b.Rows))
	}
	return (float64(b.at) + half + b.Part/2) / float64(len(b.Rows)), what
}

// JSON writes a line a measurement, as the terminal's bench --json does.
func (b *Bench) JSON() string {
	var out strings.Builder
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	for _, r := range b.Rows {
		for _, t := range []*experiment.Timing{r.Fast, r.Plain} {
			if t == nil {
				continue
			}
			if err := e.Encode(t); err != nil {
				panic("state: a timing cannot be written as JSON")
			}
		}
	}
	return out.String()
}

// openBench begins the benchmark if the link asks for it.
func (s *State) openBench(fragment string) ([]Effect, bool) {
	spec, rest, wrong := experiment.ParseFragment(fragment, experiment.Spec{})
	if _, on := rest["bench"]; !on {
		s.Bench = Bench{}
		return nil, false
	}
	s.Bench = Bench{On: true, settings: fragment, seconds: 2}
	s.wantRun = false
	effects := append([]Effect{Clear{}}, s.dropLanes()...)
	s.Race.Arms = [2]string{}
	for _, w := range wrong {
		s.Notes = append(s.Notes, "In the link, "+w+".")
	}
	s.benchKeys(rest)
	for _, e := range s.Hello.Catalogue {
		if spec.Problem == "" || spec.Problem == e.Name {
			s.Bench.Rows = append(s.Bench.Rows, BenchRow{Problem: e.Name})
		}
	}
	if len(s.Bench.Rows) == 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("There is no problem %.40q in the catalogue.", spec.Problem))
	}
	s.Phase, s.Status = Loading, ""
	s.gen++
	return append(effects, s.benchNext()...), true
}

// benchKeys reads the keys that are the benchmark's own.
func (s *State) benchKeys(rest map[string]string) {
	keys := make([]string, 0, len(rest))
	for k := range rest {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		switch v, err := strconv.ParseFloat(rest[k], 64); {
		case k == "bench":
		case k != "seconds":
			s.Notes = append(s.Notes, fmt.Sprintf("In the link, %.40q is no setting of a benchmark, so it was ignored.", k))
		case err != nil || !(v > 0 && v <= 60):
			s.Notes = append(s.Notes, fmt.Sprintf("In the link, seconds: %.40q is not a number up to 60.", rest[k]))
		default:
			s.Bench.seconds = v
		}
	}
}

// benchNext asks for the next measurement.
func (s *State) benchNext() []Effect {
	b := &s.Bench
	b.Part = 0
	if b.Done() {
		s.Phase = Ready
		return nil
	}
	r := s.request(experiment.AskBench)
	r.Name, r.Text, r.Value = b.Rows[b.at].Problem, b.settings, b.seconds
	if b.Rows[b.at].Fast != nil {
		r.Kernel = "portable"
	}
	b.asked = r.ID
	return []Effect{Send{r}}
}

// timed takes what the worker says of a measurement.
func (s *State) timed(r *experiment.Reply) []Effect {
	b := &s.Bench
	if !b.On || r.Gen != s.gen || r.ID != b.asked || b.Done() {
		return nil
	}
	row := &b.Rows[b.at]
	switch {
	case r.Failed != nil:
		row.Fault = r.Failed.Message
		s.Notes = append(s.Notes, row.Problem+": "+row.Fault)
		b.at++
	case r.Timing == nil:
		b.Part = r.Part
		return nil
	case row.Fast == nil:
		row.Fast = r.Timing
		if row.Fast.Kernel == "portable" {
			row.Plain = row.Fast
			b.at++
		}
	default:
		row.Plain = r.Timing
		b.at++
	}
	s.crashes = 0
	return s.benchNext()
}

// benchCrashed blames the end of the worker on the problem that it was measuring. The next worker goes on with the next problem, so that no
// problem is tried twice; a worker that ends before it is asked for anything counts on.
func (s *State) benchCrashed(message string) {
	b := &s.Bench
	if !b.On || b.Done() || s.Hello == nil {
		return
	}
	row := &b.Rows[b.at]
	row.Fault = "The solver stopped (" + message + ")."
	s.Notes = append(s.Notes, row.Problem+": "+row.Fault)
	b.at++
	s.crashes = 0
}

// benchGoesOn reports whether the benchmark was under way when the last worker ended, and was not left since.
func (s *State) benchGoesOn() bool { return s.Bench.On && s.fragment == s.Bench.settings }

// resumeBench goes on in a fresh worker: what was measured stays.
func (s *State) resumeBench() []Effect {
	if s.crashes > 1 { // the fault of a problem is among the notes already
		s.Notes = append(s.Notes, s.carried...)
	}
	s.carried = nil
	s.Phase, s.Status, s.Failure = Loading, "", nil
	return s.benchNext()
}

// ofBench reports whether a reply answers the benchmark.
func (s *State) ofBench(r *experiment.Reply) bool {
	return s.Bench.On && slices.Contains([]string{experiment.SaysTiming, experiment.SaysFailed}, r.Is) && (r.Failed == nil || !r.Failed.Crash)
}
