package interchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

const checkpointFormat = "counterpoint-checkpoint-1"

// WriteCheckpoint writes everything that the run needs to go on: its Spec, the kernel set's name and the arrays of train.Run.State,
// in one safetensors file. Worker count, paths and times are not in it: the same run at the same step gives the same bytes.
func WriteCheckpoint(w io.Writer, r *train.Run) error {
	spec, err := json.Marshal(r.Spec())
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	return WriteSafetensors(w, r.State(), map[string]string{"format": checkpointFormat, "spec": string(spec), "kernel": r.KernelName()})
}

// Checkpoint is a run at a step, read from a file.
type Checkpoint struct {
	Spec   experiment.Spec
	Kernel string // the kernel set it was computed with: going on with another gives other bits
	State  []experiment.Array
}

// ReadCheckpoint reads what WriteCheckpoint wrote. Data that is none, or damaged, is an error; it never panics.
func ReadCheckpoint(data []byte) (*Checkpoint, error) {
	state, meta, err := ReadSafetensors(data)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	if meta["format"] != checkpointFormat {
		return nil, fmt.Errorf("checkpoint: format %.40q is not %s", meta["format"], checkpointFormat)
	}
	c := &Checkpoint{Kernel: meta["kernel"], State: state}
	d := json.NewDecoder(bytes.NewReader([]byte(meta["spec"])))
	d.DisallowUnknownFields()
	if err := d.Decode(&c.Spec); err != nil {
		return nil, fmt.Errorf("checkpoint: its spec cannot be read: %w", err)
	}
	return c, nil
}

// Resume builds the checkpoint's run and brings it to its step. Training goes on with the same bits on the kernel set of c.Kernel.
func (c *Checkpoint) Resume(opt train.Options) (*train.Run, error) {
	r, err := train.New(c.Spec, opt)
	if err != nil {
		return nil, err
	}
	if err := r.Restore(c.State); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}
