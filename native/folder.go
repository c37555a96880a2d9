//go:build native

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/train"
)

// folder is the folder of --out: spec.json says what was asked, checkpoint.safetensors lets
// the run go on, log.jsonl holds the rows (pinn-gram), field.npz the prediction on a
// grid, weights.safetensors the network. All but log.jsonl depend on the Spec and the kernel set alone.
type folder struct {
	dir       string
	log       *os.File
	gram      *interchange.GramWriter
	event     *interchange.EventWriter // nil without --tensorboard
	eventFile *os.File
	saved     time.Time // when the last checkpoint was written
}

// openFolder starts the files of the folder, which is claimed. A folder that holds another Spec's run is left alone.
func openFolder(dir string, run *train.Run) (*folder, error) {
	f := &folder{dir: dir, saved: time.Now()}
	if err := f.holds(run.Spec()); err != nil {
		return nil, err
	}
	var spec bytes.Buffer
	err := writeJSON(&spec, run.Spec())
	if err != nil {
		return nil, err
	}
	if err := interchange.WriteFile(f.path("spec.json"), copyOf(spec.Bytes())); err != nil {
		return nil, fmt.Errorf("--out %s: %w", dir, err)
	}
	var rows []byte
	if run.StepCount() > 0 {
		if rows, err = os.ReadFile(f.path("log.jsonl")); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("--out %s: %w", dir, err)
		}
		rows = cutBack(rows, run.StepCount())
	}
	if err := interchange.WriteFile(f.path("log.jsonl"), copyOf(rows)); err != nil {
		return nil, fmt.Errorf("--out %s: %w", dir, err)
	}
	if f.log, err = os.OpenFile(f.path("log.jsonl"), os.O_APPEND|os.O_WRONLY, 0); err != nil {
		return nil, fmt.Errorf("--out %s: %w", dir, err)
	}
	info, to := run.Info(), io.Writer(f.log)
	if len(rows) > 0 {
		to = &later{f.log, false}
	}
	f.gram, err = interchange.NewGramWriter(to, interchange.HeaderOf(run, info), info.Blocks)
	if l, ok := to.(*later); ok {
		l.open = true
	}
	return f, err
}

// holds reports, as an error, that the folder holds the run of another Spec, or the beginning of one that chooses its arm.
func (f *folder) holds(spec experiment.Spec) error {
	old, err := readSpec(f.dir, "--out "+f.dir)
	if errors.Is(err, os.ErrNotExist) {
		return f.holdsChoice(spec)
	}
	if err != nil {
		return wrong(fmt.Errorf("%w; give another folder", err))
	}
	if identity(old) != identity(spec) {
		return wrong(otherSpec("--out "+f.dir, old, spec))
	}
	return nil
}

// holdsChoice is the same of a folder that has no spec.json yet, by auto.json or trial.json.
func (f *folder) holdsChoice(spec experiment.Spec) error {
	profiled, err := readAuto(*f)
	if err != nil {
		return wrong(err)
	}
	if profiled != nil && !profiled.is(spec) {
		return wrong(otherSpec("--out "+f.dir, profiled.Asked, spec))
	}
	tried, err := readTrial(f)
	if err != nil {
		return err
	}
	if tried != nil && !tried.is(spec) {
		return wrong(otherSpec("--out "+f.dir, tried.Asked, spec))
	}
	return nil
}

// later drops what is written before it is opened: the header of a log that has one.
type later struct {
	w    io.Writer
	open bool
}

func (l *later) Write(b []byte) (int, error) {
	if !l.open {
		return len(b), nil
	}
	return l.w.Write(b)
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }

func copyOf(b []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(b); return err }
}

// readKept reads a JSON file of the folder; nil if there is none.
func readKept[T any](f *folder, name string) (*T, error) {
	data, err := os.ReadFile(f.path(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	v := new(T)
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.path(name), err)
	}
	return v, nil
}

// keepJSON writes a JSON file of the folder, for people to read too.
func (f *folder) keepJSON(name string, v any) error {
	return interchange.WriteFile(f.path(name), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "\t")
		return e.Encode(v)
	})
}

// keepRun writes a checkpoint of the run.
func (f *folder) keepRun(name string, run *train.Run) error {
	return interchange.WriteFile(f.path(name), func(w io.Writer) error { return interchange.WriteCheckpoint(w, run) })
}

// row logs a snapshot.
func (f *folder) row(s *experiment.Snapshot) error {
	if f.event != nil {
		if err := f.event.Row(s); err != nil {
			return err
		}
	}
	return f.gram.Row(s)
}

// openEvents starts a TensorBoard event file in dir, which is there, named after the step that the run stands at.
func (f *folder) openEvents(dir string, run *train.Run) (err error) {
	name := fmt.Sprintf("events.out.tfevents.%010d.counterpoint", run.StepCount())
	if f.eventFile, err = os.Create(filepath.Join(dir, name)); err != nil {
		return fmt.Errorf("--tensorboard %s: %w", dir, err)
	}
	h := interchange.HeaderOf(run, run.Info())
	f.event, err = interchange.NewEventWriter(f.eventFile, h.Losses, h.Fields, h.Unknowns, run.StepCount())
	return err
}

// finish writes the weights and the field.
func (f *folder) finish(run *train.Run) error {
	spec, err := json.Marshal(run.Spec())
	if err != nil {
		return err
	}
	about := map[string]string{"format": "counterpoint", "spec": string(spec), "kernel": run.KernelName(), "step": strconv.Itoa(run.StepCount())}
	weights := interchange.WriteFile(f.path("weights.safetensors"), func(w io.Writer) error {
		return interchange.WriteSafetensors(w, run.Weights(), about)
	})
	arrays, err := interchange.FieldArrays(run)
	if err != nil {
		return errors.Join(weights, err)
	}
	return errors.Join(weights, interchange.WriteFile(f.path("field.npz"), func(w io.Writer) error { return interchange.WriteNPZ(w, arrays) }))
}

func (f *folder) close() {
	f.log.Close()
	if f.eventFile != nil {
		f.eventFile.Close()
	}
}
