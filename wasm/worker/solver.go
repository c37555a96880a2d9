package main

import (
	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/kernel"
	"counterpoint/solver/loss"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// version is the protocol's: page and worker are built together, so it only serves reports of faults.
const version = "1"

// open builds a run that is helped by others, if there are any.
func open(spec experiment.Spec, others loss.Elsewhere) (run, error) {
	r, err := train.New(spec, train.Options{Elsewhere: others})
	if err != nil {
		return nil, err
	}
	return watched(r), nil
}

// parse reads a text, or loads the catalogue's problem of that name if there is none.
func parse(name, text string) (*experiment.Info, []experiment.Fault) {
	var p *problem.Problem
	if text != "" {
		var faults []experiment.Fault
		if p, faults = problem.Parse(name, text); len(faults) > 0 {
			return nil, faults
		}
	} else {
		var err error
		if p, err = problem.Load(name); err != nil {
			return nil, []experiment.Fault{{Message: err.Error()}}
		}
	}
	info := p.Info()
	return &info, nil
}

// hello introduces the solver.
func hello() experiment.Hello {
	h := experiment.Hello{
		Version: version, Kernel: kernelName(), Settings: experiment.Settings, Default: experiment.Default(), Kappa: diagnosis.Default.Kappa,
		Catalogue: problem.Entries(),
	}
	var err error
	if h.Atlas, err = diagnosis.Atlas(); err != nil {
		panic("worker: " + err.Error())
	}
	return h
}

func kernelName() string {
	set, err := kernel.Find[float32]("")
	if err != nil {
		return "none"
	}
	return set.Name
}
