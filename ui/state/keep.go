package state

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"counterpoint/solver/experiment"
)

// Kept is a run as the browser's storage holds it.
type Kept struct {
	Key    string // the link to the run, all settings spelled out
	Step   int
	Kernel string // kernel set it was computed with
	Table  string // its history, as Table writes it
	// Verdict is the verdict on it as JSON, "" before there is one.
	Verdict string
	Data    []byte // the checkpoint
}

const (
	keepFirst = 3         // seconds of training before a run is kept for the first time
	keepEvery = 10        // seconds of training between two times
	keepMost  = 2_000_000 // parameters of a run that is kept without being asked: 24 MB in f32
)

// keeper is the memory of what was given to the browser's storage.
type keeper struct {
	asked   int  // request whose answer is to be kept, 0 if none is under way
	storing bool // the browser's storage was given a run and has not said yet that it took it
	key     string
	step    int     // of the run that was kept last
	seconds float64 // of training, when it was asked for
	refused bool    // the browser keeps nothing
	before  float64 // seconds of training before the page was loaded again
	resumed int     // step that the run was taken up at, 0 if it began here
	trying  bool    // the run that is being loaded comes from a checkpoint
	opening *Opened // a file that is being looked into
	file    int     // the request that asked what is in it
}

// key names the run in the browser's storage.
func (s *State) key() string { return s.Spec.Fragment(s.Hello.Default) }

// keep asks for a checkpoint for the browser's storage, if there is something new to keep.
func (s *State) keep() []Effect {
	k := &s.keeper
	if k.refused || k.asked != 0 || s.Info == nil || s.Hello == nil || !s.Loaded() || s.Info.Params > keepMost || s.Now.Step == 0 || s.Now.Step == k.step {
		return nil
	}
	r := s.request(experiment.AskSave)
	k.asked, k.key, k.seconds = r.ID, s.key(), s.Now.Seconds
	return []Effect{Send{r}}
}

// keepNow and then: while training, as often as keepEvery says.
func (s *State) keepNow() []Effect {
	wait := float64(keepEvery)
	if s.keeper.step == 0 {
		wait = keepFirst
	}
	if s.Phase != Training || s.Now.Seconds-s.keeper.seconds < wait {
		return nil
	}
	return s.keep()
}

// filed takes a file of the worker: for the browser's storage if that was asked for, else for the visitor.
func (s *State) filed(r *experiment.Reply) []Effect {
	k := &s.keeper
	if r.File == nil {
		return nil
	}
	if r.ID != k.asked {
		return []Effect{Download{*r.File}}
	}
	k.asked, k.step, k.storing = 0, r.Step, true
	verdict := ""
	if b, err := json.Marshal(s.Verdict); err == nil && s.Verdict != nil {
		verdict = string(b)
	}
	return []Effect{Keep{Kept{Key: k.key, Step: r.Step, Kernel: s.Hello.Kernel, Table: string(s.Table().Data), Verdict: verdict, Data: r.File.Data}}}
}

// save gives the visitor the run as a file.
func (s *State) save() []Effect {
	if !s.Loaded() {
		return nil
	}
	return []Effect{Send{s.request(experiment.AskSave)}}
}

// unkept says, once, that the browser keeps no runs.
func (s *State) unkept(reason string) {
	if !s.keeper.refused {
		s.Notes = append(s.Notes, "This browser does not keep the run ("+reason+"): when the page is loaded again it starts anew. Save run keeps it in a file.")
	}
	s.keeper.refused, s.keeper.storing = true, false
}

// fetched takes what the browser's storage holds of the run that is being opened: it is gone on with, or begun.
func (s *State) fetched(gen int, k *Kept) []Effect {
	if gen != s.gen || s.Info == nil || s.Phase != Loading {
		return nil
	}
	if k == nil || k.Key != s.key() || len(k.Data) == 0 {
		return s.load()
	}
	return s.takeUp(k)
}

// takeUp loads the run that a checkpoint holds.
func (s *State) takeUp(k *Kept) []Effect {
	effects := s.load()
	for i, e := range effects {
		if send, ok := e.(Send); ok && send.Request.Do == experiment.AskLoad {
			send.Request.Data = k.Data
			effects[i] = send
		}
	}
	s.History.read(k.Table)
	if v := new(experiment.Verdict); json.Unmarshal([]byte(k.Verdict), v) == nil {
		s.Verdict = v // the profile is over: it is not made again
	}
	s.keeper.trying, s.keeper.resumed, s.keeper.step = true, k.Step, k.Step
	if n := len(s.History.Seconds); n > 0 {
		s.keeper.before = s.History.Seconds[n-1]
	}
	s.keeper.seconds = s.keeper.before
	if k.Kernel != s.Hello.Kernel {
		s.Notes = append(s.Notes, fmt.Sprintf("The run was trained with the kernels %.20s and goes on with %s: its last digits differ from those of a run that was not interrupted.", k.Kernel, s.Hello.Kernel))
	}
	return effects
}

// notTakenUp begins the run anew whose checkpoint could not be gone on with.
func (s *State) notTakenUp(why string) []Effect {
	s.Notes = append(s.Notes, "The saved run could not be gone on with ("+why+"), so it starts anew.")
	return append([]Effect{Forget{s.key()}}, s.load()...)
}

// Opened is a file that the visitor chose.
type Opened struct {
	Name string
	Data []byte
}

// largest is the size of a file that is read, in bytes.
const largest = 128 << 20

// openFile looks into a file: a problem's text goes into the editor, a checkpoint to the worker.
func (s *State) openFile(f Opened) []Effect {
	if s.Hello == nil {
		return nil
	}
	if strings.HasSuffix(f.Name, ".pde") {
		s.Editor.Open = true
		return s.replace(string(f.Data))
	}
	if len(f.Data) == 0 || len(f.Data) > largest {
		s.wrongFile(f.Name, "it is empty, or larger than 128 MB")
		return nil
	}
	r := s.request(experiment.AskParse)
	r.Data = f.Data
	s.keeper.opening, s.keeper.file = &f, r.ID
	s.Status = fmt.Sprintf("Reading %.60s.", f.Name)
	return []Effect{Send{r}}
}

func (s *State) wrongFile(name, why string) {
	s.Status = fmt.Sprintf("%.60s is no saved run: %s. Choose a file that Save run wrote, the checkpoint.safetensors of the terminal's --out folder, or a problem's text (.pde).", name, why)
}

// ofFile reports whether a reply says what is in the file.
func (s *State) ofFile(r *experiment.Reply) bool {
	return r.Is == experiment.SaysParsed && s.keeper.opening != nil && r.ID == s.keeper.file
}

// inspected goes on with the run of a file.
func (s *State) inspected(r *experiment.Reply) []Effect {
	f := s.keeper.opening
	s.keeper.opening = nil
	if len(r.Faults) > 0 || r.Saved == nil || r.Info == nil {
		why := "its content could not be read"
		if len(r.Faults) > 0 {
			why = strings.TrimPrefix(r.Faults[0].Message, "checkpoint: ")
		}
		s.wrongFile(f.Name, why)
		return nil
	}
	s.Notes, s.Failure, s.Pin, s.Probe, s.wantRun = nil, nil, nil, nil, false
	s.become(r.Info, r.Saved.Spec)
	if s.Base.Problem == "" {
		s.Base.Problem = s.Spec.Problem
	}
	s.View.Quantities = s.wanted()
	return append(s.takeUp(&Kept{Step: r.Saved.Step, Kernel: r.Saved.Kernel, Data: f.Data}), Restyle{})
}

// become makes a problem and a Spec the page's.
func (s *State) become(info *experiment.Info, spec experiment.Spec) {
	s.Info, s.Spec, s.Base = info, spec, info.Defaults.Clone()
	s.View = startView(info)
	s.forget()
	text := spec.Text
	if text == "" {
		text = info.Text
	}
	s.Editor.adopt(text)
}

// read takes the rows of a table that Table wrote of the same losses and fields. One that it did not write leaves no rows.
func (h *History) read(table string) {
	rows := strings.Split(strings.TrimSpace(table), "\n")
	columns := append([]*[]float64{&h.Step, &h.Seconds}, h.series()...)
	columns = append(columns, &h.Conflict)
	for _, row := range rows[1:] {
		cells := strings.Split(row, ",")
		if len(cells) != len(columns) {
			for _, c := range columns {
				*c = (*c)[:0]
			}
			break
		}
		for i, c := range cells {
			v, err := strconv.ParseFloat(c, 64)
			if err != nil {
				v = math.NaN()
			}
			*columns[i] = append(*columns[i], v)
		}
	}
	for _, c := range columns {
		*c = (*c)[:min(len(*c), Capacity)]
	}
	for _, c := range h.columns() { // what a table does not hold is not known
		for len(*c) < len(h.Step) {
			*c = append(*c, math.NaN())
		}
	}
	h.Rows = len(h.Step)
}

// series returns the columns of losses and errors, in Table's order.
func (h *History) series() (out []*[]float64) {
	for k := range h.Loss {
		out = append(out, &h.Loss[k])
	}
	for f := range h.Error {
		out = append(out, &h.Error[f])
	}
	return out
}
