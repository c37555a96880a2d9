//go:build native

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/train"
)

// saveAfter is the time between two checkpoints where --save-every does not say: what a kill may cost.
const saveAfter = 10 * time.Second

// readSpec returns the Spec of the run in a folder, which an error calls as the command line does.
func readSpec(dir, called string) (experiment.Spec, error) {
	var spec experiment.Spec
	f := folder{dir: dir}
	data, err := os.ReadFile(f.path("spec.json"))
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return spec, fmt.Errorf("%s holds no run (%w); name the folder that a run's --out named", called, err)
	}
	if err == nil {
		err = json.Unmarshal(data, &spec)
	}
	if err != nil {
		return spec, fmt.Errorf("%s: spec.json: %w", called, err)
	}
	return spec, nil
}

// begin builds the run of spec, or takes up the one whose checkpoint stands in the folder dir.
func begin(spec experiment.Spec, opt train.Options, dir string, stderr io.Writer) (*train.Run, error) {
	if dir != "" {
		f := folder{dir: dir}
		data, err := os.ReadFile(f.path("checkpoint.safetensors"))
		if err == nil {
			return takeUp(data, spec, opt, f.path("checkpoint.safetensors"), stderr)
		}
		if !errors.Is(err, os.ErrNotExist) {
			return nil, failed(err)
		}
	}
	run, err := build(stderr, spec, opt)
	if err != nil {
		return nil, wrong(err)
	}
	return run, nil
}

// takeUp resumes a checkpoint, if it is of the same Spec.
func takeUp(data []byte, spec experiment.Spec, opt train.Options, path string, stderr io.Writer) (*train.Run, error) {
	c, err := interchange.ReadCheckpoint(data)
	if err != nil {
		return nil, failed(fmt.Errorf("%s: %w; remove it to begin anew", path, err))
	}
	if identity(c.Spec) != identity(spec) {
		return nil, wrong(otherSpec(path, c.Spec, spec))
	}
	run, err := c.Resume(opt)
	if err != nil {
		return nil, failed(fmt.Errorf("%s: %w; remove it to begin anew", path, err))
	}
	fmt.Fprintf(stderr, "going on from step %d of %d\n", run.StepCount(), run.Total())
	if k := run.KernelName(); k != c.Kernel {
		fmt.Fprintf(stderr, "warning: begun with kernel set %s, going on with %s: the result's last bits will differ\n", c.Kernel, k)
	}
	return run, nil
}

// save writes a checkpoint: at every steps if that is above 0, else when saveAfter has passed, and whenever now is true.
func (f *folder) save(run *train.Run, every int, now bool) error {
	due := now || every > 0 && run.StepCount()%every == 0 || every == 0 && time.Since(f.saved) >= saveAfter
	if !due {
		return nil
	}
	f.saved = time.Now()
	if err := f.log.Sync(); err != nil {
		return err
	}
	return f.keepRun("checkpoint.safetensors", run)
}

// cutBack returns the log's lines up to the given step: its header and whole rows; what a kill left behind is dropped.
func cutBack(log []byte, step int) []byte {
	var out []byte
	r := bufio.NewReader(bytes.NewReader(log))
	for n := 0; ; n++ {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return out // the last line was not finished
		}
		var row struct {
			Step *int `json:"step"`
		}
		if n > 0 && (json.Unmarshal(line, &row) != nil || row.Step == nil || *row.Step > step) {
			return out
		}
		out = append(out, line...)
	}
}
