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

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/train"
)

// folder is the folder of --out: spec.json says what was asked, log.jsonl holds the rows (pinn-gram), field.npz the prediction on a
// grid, weights.safetensors the network. All but log.jsonl depend on the Spec and the kernel set alone.
type folder struct {
	dir  string
	log  *os.File
	gram *interchange.GramWriter
}

// openFolder makes the folder and starts its files. A folder that holds another Spec's run is left alone.
func openFolder(dir string, run *train.Run) (*folder, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("--out %s: %w", dir, err)
	}
	f := &folder{dir: dir}
	var spec bytes.Buffer
	if err := writeJSON(&spec, run.Spec()); err != nil {
		return nil, err
	}
	old, err := os.ReadFile(f.path("spec.json"))
	if err == nil && !bytes.Equal(old, spec.Bytes()) {
		return nil, fmt.Errorf("--out %s holds a run of another spec; give another folder", dir)
	}
	if err := interchange.WriteFile(f.path("spec.json"), copyOf(spec.Bytes())); err != nil {
		return nil, fmt.Errorf("--out %s: %w", dir, err)
	}
	if f.log, err = os.Create(f.path("log.jsonl")); err != nil {
		return nil, fmt.Errorf("--out %s: %w", dir, err)
	}
	info := run.Info()
	f.gram, err = interchange.NewGramWriter(f.log, header(run, info), info.Blocks)
	return f, err
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }

func copyOf(b []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(b); return err }
}

// header is the first line of log.jsonl.
func header(run *train.Run, info experiment.Info) interchange.GramHeader {
	s := run.Spec()
	h := interchange.GramHeader{
		Losses: info.Losses, NParams: info.Params, Batch: "fixed", Type: s.Precision, Optimizer: "adam", LR: s.LR,
		Framework: "counterpoint", Problem: s.Problem, Seed: s.Seed, Fields: info.Fields,
	}
	if s.Resample > 0 {
		h.Batch = "resampled"
	}
	if s.Finish != "" {
		h.Optimizer += "+" + s.Finish
	}
	for _, u := range run.Problem().Unknowns {
		h.Unknowns = append(h.Unknowns, u.Name)
	}
	return h
}

// row logs a snapshot.
func (f *folder) row(s *experiment.Snapshot) error { return f.gram.Row(s) }

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
	arrays, err := fieldArrays(run)
	if err != nil {
		return errors.Join(weights, err)
	}
	return errors.Join(weights, interchange.WriteFile(f.path("field.npz"), func(w io.Writer) error { return interchange.WriteNPZ(w, arrays) }))
}

func (f *folder) close() { f.log.Close() }
