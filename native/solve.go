//go:build native

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// solve trains one network on one problem.
type solve struct {
	Problem string             `arg:"" optional:"" help:"name in the catalogue (see list), NAME@CASE, or a .pde file"`
	Set     map[string]float64 `help:"a constant of the problem, within its interval" placeholder:"NAME=VALUE"`
	Arm     string             `help:"preset of weights, direction and adapters (see arms), or auto or trial, which choose; flags override it" placeholder:"NAME"`
	Workers int                `help:"goroutines; the result does not depend on it (default one per processor)" placeholder:"N"`
	Kernel  string             `help:"kernel set, portable for one that gives the same bits on every machine (default the fastest)" placeholder:"NAME"`
	Out     string             `help:"folder for spec.json, log.jsonl, field.npz, weights.safetensors and a checkpoint; goes on with the run it holds" placeholder:"DIR"`
	Resume  string             `help:"go on with the run in this folder, as it was asked for" placeholder:"DIR"`
	Save    int                `name:"save-every" help:"steps between two checkpoints (default one each ten seconds)" placeholder:"N"`
	Events  string             `name:"tensorboard" help:"folder for a TensorBoard event file, written as the run goes; needs --out or --resume" placeholder:"DIR"`
	JSON    bool               `name:"json" help:"print the result as one line of JSON"`
	kong.Plugins

	settings settings `kong:"-"`
}

// Run is called by kong.
func (s *solve) Run(t *terminal) error {
	spec, p, err := s.asked()
	if err != nil {
		return err
	}
	if s.Events != "" && s.Out == "" {
		return wrong(errors.New("--tensorboard goes with --out DIR, which holds the run that its curves are of"))
	}
	if s.Workers < 0 {
		return wrong(fmt.Errorf("--workers: %d is below 0", s.Workers))
	}
	lock, err := s.claim(spec)
	if err != nil {
		return err
	}
	defer lock.Close() // nil without a folder
	start := begin
	var chosen string
	if chooses(spec.Arm) {
		choose := beginAuto
		if spec.Arm == trialArm {
			choose = beginTrial
		}
		start = func(spec experiment.Spec, opt train.Options, dir string, _ io.Writer) (run *train.Run, err error) {
			run, chosen, err = choose(t, spec, opt, dir)
			return run, err
		}
	}
	run, err := start(spec, train.Options{Workers: s.Workers, Kernel: s.Kernel, Problem: p}, s.Out, t.stderr)
	if err != nil {
		return err
	}
	defer run.Close()
	s.note(t.stderr, run)
	var out *folder
	if s.Out != "" {
		if out, err = openFolder(s.Out, run); err != nil {
			return either(err)
		}
		defer out.close()
		if s.Events != "" {
			if err := out.openEvents(s.Events, run); err != nil {
				return failed(err)
			}
		}
	}
	r, err := attend(t.ctx, run, out, s.Save, newProgress(t.stderr, run))
	r.Verdict = chosen
	if err != nil {
		err = failed(err)
	}
	if r.Status == "stopped" && out != nil {
		err = exit{75, err}
	}
	if s.JSON {
		return errors.Join(r.writeJSON(t.stdout), err)
	}
	return errors.Join(r.write(t.stdout, s.Out), err)
}

// claim makes the folders that the run writes to and returns the lock of the one that it is kept in, if there is one and if it holds no
// other Spec's run.
func (s *solve) claim(spec experiment.Spec) (*os.File, error) {
	if s.Events != "" {
		if err := makeFolder("--tensorboard", s.Events); err != nil {
			return nil, err
		}
	}
	if s.Out == "" {
		return nil, nil
	}
	flag := "--out"
	if s.Resume != "" {
		flag = "--resume"
	}
	lock, err := claim(flag, s.Out)
	if err != nil || chooses(spec.Arm) { // auto.json or trial.json says what was asked there
		return lock, err
	}
	if err := (&folder{dir: s.Out}).holds(spec); err != nil {
		lock.Close()
		return nil, err
	}
	return lock, nil
}

// asked returns the Spec and its problem: what the flags say, or what the folder of --resume holds.
func (s *solve) asked() (experiment.Spec, *problem.Problem, error) {
	if s.Resume != "" {
		if s.Problem != "" || s.Out != "" {
			return experiment.Spec{}, nil, wrong(errors.New("--resume DIR goes on with the run as it was asked for; leave the problem and --out away"))
		}
		s.Out = s.Resume
		spec, err := readSpec(s.Resume, "--resume "+s.Resume)
		if errors.Is(err, os.ErrNotExist) { // a trial may be under way
			if t, fault := readTrial(&folder{dir: s.Resume}); fault != nil {
				return spec, nil, fault
			} else if t != nil {
				return t.Asked, nil, nil
			}
		}
		if err != nil {
			return spec, nil, wrong(err)
		}
		return spec, nil, nil
	}
	if s.Problem == "" {
		return experiment.Spec{}, nil, wrong(errors.New("name a problem (see list), a .pde file, or --resume DIR"))
	}
	p, err := load(s.Problem)
	if err != nil {
		return experiment.Spec{}, nil, err
	}
	spec, err := s.spec(p)
	if err != nil {
		return spec, nil, wrong(err)
	}
	return spec, p, nil
}

// spec is the house defaults, over them the problem's own, over them the arm, over them the flags.
func (s *solve) spec(p *problem.Problem) (experiment.Spec, error) {
	spec := p.Spec()
	spec.Set = s.Set
	if isFile(s.Problem) {
		spec.Text = p.Text
	}
	if s.Arm != "" {
		if err := knownArm(s.Arm); err != nil {
			return spec, err
		}
		if err := setArm(&spec, s.Arm); err != nil {
			return spec, err
		}
	}
	if err := s.settings.apply(&spec); err != nil {
		return spec, err
	}
	if err := plainAuto(spec); err != nil {
		return spec, err
	}
	_, err := p.Bind(s.Set)
	return spec, err
}

// note says which settings the run does not follow as they were given.
func (s *solve) note(w io.Writer, run *train.Run) {
	spec, n := run.Spec(), run.Directions()
	switch {
	case n == 0 && s.settings.has("directions"):
		fmt.Fprintf(w, "note: --directions %d is not used: --estimator is exact\n", spec.Directions)
	case n > 0 && n < spec.Directions:
		fmt.Fprintf(w, "note: an estimate draws %d directions and not %d (--directions): half of the Laplacian's coordinates are the most\n", n, spec.Directions)
	}
}

// errStopped says that the user ended the run.
var errStopped = errors.New("stopped")

// attend takes the run to its end, or to ctx's: it logs rows, shows progress and writes what is left to write into out, if
// that is not nil. The result is valid also with an error: what was reached before it.
func attend(ctx context.Context, run *train.Run, out *folder, save int, p *progress) (result, error) {
	err := steps(ctx, run, out, save, p)
	p.end()
	diverged := (*experiment.Diverged)(nil)
	if errors.As(err, &diverged) {
		return newResult(run, "diverged", diverged), err
	}
	if err != nil && !errors.Is(err, errStopped) {
		return newResult(run, "failed", nil), err
	}
	status := "done"
	if err != nil {
		status = "stopped"
		remedy := "; give --out to be able to resume"
		if out != nil {
			remedy = "; --resume " + out.dir + " goes on"
		}
		err = fmt.Errorf("stopped at step %d of %d%s", run.StepCount(), run.Total(), remedy)
	}
	r, judged := judge(run, status)
	if out != nil {
		err = errors.Join(err, out.save(run, save, true), out.finish(run))
	}
	return r, errors.Join(err, judged)
}

// steps is the loop over the run's steps. A row is logged every Spec.Log steps and at the last one, with the error at some fifty of
// them: which steps those are depends on the Spec alone.
func steps(ctx context.Context, run *train.Run, out *folder, save int, p *progress) error {
	every := run.Spec().Log
	judgeEvery := every * (1 + run.Total()/(50*every))
	var s experiment.Snapshot
	for !run.Done() {
		if ctx.Err() != nil {
			return errStopped
		}
		if err := p.take(); err != nil {
			return err
		}
		n := run.StepCount()
		if n%every == 0 || run.Done() {
			run.Snapshot(&s)
			if n%judgeEvery == 0 || run.Done() {
				if err := run.Judge(&s); err != nil {
					return err
				}
				p.judged(s.Error)
			}
			if out != nil {
				if err := out.row(&s); err != nil {
					return err
				}
			}
		}
		if out != nil {
			if err := out.save(run, save, false); err != nil {
				return err
			}
		}
		p.step()
	}
	return nil
}
