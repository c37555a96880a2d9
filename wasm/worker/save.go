package main

import (
	"bytes"
	"fmt"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/loss"
	"counterpoint/solver/train"
)

// save writes a run of train's as a checkpoint.
func save(r run) ([]byte, error) {
	var b bytes.Buffer
	if p, ok := r.(*plainRun); ok {
		r = p.Run
	}
	if err := interchange.WriteCheckpoint(&b, r.(*train.Run)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// resume builds the run of a checkpoint and brings it to its step.
func resume(data []byte, others loss.Elsewhere) (run, error) {
	c, err := interchange.ReadCheckpoint(data)
	if err != nil {
		return nil, err
	}
	r, err := c.Resume(train.Options{Elsewhere: others})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// inspect says what is in a checkpoint, and describes its problem.
func inspect(data []byte) (*experiment.Saved, *experiment.Info, error) {
	c, err := interchange.ReadCheckpoint(data)
	if err != nil {
		return nil, nil, err
	}
	info, faults := parse(c.Spec.Problem, c.Spec.Text)
	if len(faults) > 0 {
		return nil, nil, fmt.Errorf("checkpoint: its problem %.40q cannot be read: %w", c.Spec.Problem, faults[0])
	}
	saved := &experiment.Saved{Spec: c.Spec, Kernel: c.Kernel}
	for _, a := range c.State {
		if a.Name == "run" && len(a.F64) > 0 {
			saved.Step = int(a.F64[0])
		}
	}
	return saved, info, nil
}

// inspect answers the question what a file holds. A file that is no checkpoint is a fault.
func (s *Session) inspect(r experiment.Request) {
	saved, info, err := s.Inspect(r.Data)
	reply := experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysParsed, Saved: saved, Info: info}
	if err != nil {
		reply.Faults = []experiment.Fault{{Message: err.Error()}}
	}
	s.Say(reply)
}

// save gives the page the run as a checkpoint.
func (s *Session) save(r experiment.Request) {
	data, err := s.Save(s.run)
	if err != nil {
		s.refuse(r, err.Error())
		return
	}
	name := fmt.Sprintf("%s-step%d.safetensors", s.run.Spec().Problem, s.run.StepCount())
	file := &experiment.File{Name: name, Mime: "application/octet-stream", Data: data}
	s.Say(experiment.Reply{ID: r.ID, Gen: s.gen, Is: experiment.SaysFile, File: file, Step: s.run.StepCount()})
}
