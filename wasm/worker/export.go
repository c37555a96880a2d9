package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/train"
)

// export writes a file of a run of train's: field (NPZ), profile (pinn-gram) or spec (JSON).
func export(r run, name string) (*experiment.File, error) {
	if name == "spec" {
		return specFile(r.Spec())
	}
	plain, _ := r.(*plainRun)
	of, ok := r.(*train.Run)
	if plain != nil {
		of, ok = plain.Run, true
	}
	var b bytes.Buffer
	switch {
	case !ok:
	case name == "field":
		arrays, err := interchange.FieldArrays(of)
		if err == nil {
			err = interchange.WriteNPZ(&b, arrays)
		}
		return &experiment.File{Name: of.Spec().Problem + ".npz", Mime: "application/octet-stream", Data: b.Bytes()}, err
	case name == "profile":
		if plain == nil || len(plain.watch.Profile.Rows) == 0 {
			return nil, errors.New("this run has no profile: only a plain run that began here has one; press Reset with the arm none and run it")
		}
		err := interchange.WriteProfile(&b, interchange.HeaderOf(of, of.Info()), plain.watch.Profile)
		return &experiment.File{Name: of.Spec().Problem + ".profile.jsonl", Mime: "application/jsonl", Data: b.Bytes()}, err
	}
	return nil, fmt.Errorf("the page saves field, profile and spec; for %.40q train in the terminal with --out", name)
}

func specFile(spec experiment.Spec) (*experiment.File, error) {
	data, err := json.MarshalIndent(spec, "", "  ")
	return &experiment.File{Name: spec.Problem + ".spec.json", Mime: "application/json", Data: append(data, '\n')}, err
}

// export gives the visitor a file of the run.
func (s *Session) export(r experiment.Request) {
	file, err := s.Export(s.run, r.Name)
	if err != nil {
		s.refuse(r, err.Error())
		return
	}
	s.Say(experiment.Reply{ID: r.ID, Gen: s.gen, Is: experiment.SaysFile, File: file})
}
