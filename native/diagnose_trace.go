//go:build native

package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/interchange"
)

// traceEnds are the endings of the files that a trace may have.
var traceEnds = []string{".jsonl", ".jsonl.gz", ".json.gz", ".csv", ".csv.gz", ".npz"}

// isTrace reports whether name means a recorded trace.
func isTrace(name string) bool {
	for _, end := range traceEnds {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// trace reads a recorded trace and names its regime.
func (d *diagnose) trace(name string) (found, error) {
	f, err := os.Open(name)
	if err != nil {
		return found{}, wrong(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return found{}, wrong(err)
	}
	t, err := interchange.ReadGram(f, info.Size(), d.Steps)
	if err != nil {
		return found{}, wrong(fmt.Errorf("%s: %w", name, err))
	}
	v := diagnosis.Classify(t.Profile, diagnosis.Default)
	v.Caveats = append(v.Caveats, t.Notes...)
	return found{file: name, problem: t.Header.Problem, verdict: v}, nil
}

// evidenceColumns are the columns of a folder's CSV that hold evidence, by the evidence's name.
var evidenceColumns = []string{"phi_*", "phi_1", "phi_b", "phi_N", "phi_*E", "imbalance"}

// folder writes a line for every trace and .pde file in the folder and those below it: CSV, or JSON with --json. A faulty file has its
// fault in the last column, and the others are done.
func (d *diagnose) folder(t *terminal) error {
	files, err := diagnosable(d.Problem)
	if err != nil {
		return wrong(err)
	}
	if len(files) == 0 {
		return wrong(fmt.Errorf("%s holds no traces (%s) and no .pde files", d.Problem, strings.Join(traceEnds, ", ")))
	}
	w := csv.NewWriter(t.stdout)
	if !d.JSON {
		w.Write(append(append([]string{"file", "problem", "seed", "regime", "firm", "or", "remedy", "losses", "rows"}, evidenceColumns...), "error"))
	}
	faults := 0
	for _, name := range files {
		err := d.each(t, name, func(f found) error {
			f.file = name
			if d.JSON {
				return writeFoundJSON(t.stdout, f)
			}
			w.Write(f.columns())
			w.Flush()
			return w.Error()
		})
		if t.ctx.Err() != nil {
			return err
		}
		if err != nil {
			faults++
			if d.JSON {
				fmt.Fprintln(t.stderr, err)
				continue
			}
			empty := make([]string, 9+len(evidenceColumns))
			empty[0] = name
			w.Write(append(empty, err.Error()))
		}
		w.Flush()
	}
	if err := w.Error(); err != nil {
		return failed(err)
	}
	if faults > 0 {
		return failed(fmt.Errorf("%d of %d files have no verdict", faults, len(files)))
	}
	return nil
}

// diagnosable lists the traces and .pde files below dir, in order. The rows of sweeps and the fields of runs are no traces.
func diagnosable(dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		name := filepath.Base(path)
		switch {
		case err != nil || e.IsDir() || name == "rows.jsonl" || name == "field.npz":
		case isTrace(name) || strings.HasSuffix(name, ".pde"):
			files = append(files, path)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such folder", dir)
	}
	return files, err
}

// columns is the verdict as a line of CSV.
func (f found) columns() []string {
	v := f.verdict
	seed := ""
	if !isTrace(f.file) {
		seed = strconv.FormatUint(f.seed, 10)
	}
	out := []string{f.file, f.problem, seed, v.Regime, strconv.FormatBool(v.Firm), v.Or, v.Remedy.Arm, strings.Join(v.Losses, " "), strconv.Itoa(v.Rows)}
	for _, name := range evidenceColumns {
		text := ""
		for _, e := range v.Evidence {
			if x := known(e.Value); e.Name == name && x != nil {
				text = strconv.FormatFloat(*x, 'g', 6, 64)
			}
		}
		out = append(out, text)
	}
	return append(out, "")
}
