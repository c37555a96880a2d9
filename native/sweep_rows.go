//go:build native

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"counterpoint/solver/experiment"
)

// sweepRow is one finished run: a line of rows.jsonl. null stands for what is not known or not finite.
type sweepRow struct {
	ID       string              `json:"id"` // content hash of Spec
	Problem  string              `json:"problem"`
	Arm      string              `json:"arm"`
	Seed     uint64              `json:"seed"`
	Steps    int                 `json:"steps"`            // taken
	Error    *float64            `json:"rel_l2"`           // the largest over the fields
	Errors   map[string]*float64 `json:"errors,omitempty"` // by field
	Centered *float64            `json:"rel_l2_centered"`  // of fields minus their means, the largest
	Losses   map[string]*float64 `json:"losses"`
	Equation []bool              `json:"equation,omitempty"` // of the course's K losses, those of equations, against those of conditions and data
	Unknown  map[string]unknown  `json:"unknowns,omitempty"`
	Seconds  float64             `json:"seconds"` // of training
	Course   course              `json:"course"`
	Conflict conflict            `json:"conflict"`
	Status   string              `json:"status"` // done, diverged or failed
	Why      string              `json:"why,omitempty"`
	Verdict  string              `json:"verdict,omitempty"`  // the regime, if the arm asked for one
	Firm     bool                `json:"firm,omitempty"`     // whether the verdict is
	Remedy   string              `json:"remedy,omitempty"`   // the arm that it advises
	Evidence map[string]*float64 `json:"evidence,omitempty"` // of the verdict, by statistic
	Kernel   string              `json:"kernel"`
	Machine  string              `json:"machine"`
	Commit   string              `json:"commit"`
	Command  string              `json:"command"` // that repeats the run
	Spec     experiment.Spec     `json:"spec"`
}

// rowBook is the file rows.jsonl of a sweep's folder. Whole lines are appended and synced one at a time: a kill costs the runs
// under way, never a finished one.
type rowBook struct {
	path string
	rows map[string]sweepRow // by id
	mu   sync.Mutex
	file *os.File
	lock *os.File
}

// openRows opens or makes the folder's rows. A last line that was not finished is cut off; any other damage is an error. One process
// at a time may hold a folder.
func openRows(dir string) (*rowBook, error) {
	b := &rowBook{path: filepath.Join(dir, "rows.jsonl"), rows: map[string]sweepRow{}}
	var err error
	if b.lock, err = claim("--out", dir); err != nil {
		return nil, err
	}
	if b.file, err = os.OpenFile(b.path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o666); err == nil {
		err = b.read()
	}
	if err != nil {
		b.close()
		return nil, fmt.Errorf("--out %s: %w", dir, err)
	}
	return b, nil
}

func (b *rowBook) read() error {
	data, err := os.ReadFile(b.path)
	if err != nil {
		return err
	}
	rows, whole, err := parseRows(b.path, data)
	if err != nil {
		return err
	}
	if whole < len(data) {
		if err := b.file.Truncate(int64(whole)); err != nil {
			return err
		}
	}
	for _, row := range rows {
		b.rows[row.ID] = row
	}
	return nil
}

// parseRows returns the rows of data's whole lines and the length of these lines.
func parseRows(path string, data []byte) (rows []sweepRow, whole int, err error) {
	whole = bytes.LastIndexByte(data, '\n') + 1
	for n, line := range bytes.Split(data[:whole], []byte{'\n'}) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var row sweepRow
		if err := json.Unmarshal(line, &row); err != nil || row.ID == "" {
			return nil, 0, fmt.Errorf("%s:%d: not a row of a sweep (%v); remove the line to have its run done again", path, n+1, err)
		}
		rows = append(rows, row)
	}
	return rows, whole, nil
}

// add appends a finished run.
func (b *rowBook) add(row sweepRow) error {
	line, err := json.Marshal(row)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rows[row.ID] = row
	if _, err := b.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("%s: %w", b.path, err)
	}
	return b.file.Sync()
}

// has reports whether a run is finished.
func (b *rowBook) has(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, ok := b.rows[id]
	return ok
}

func (b *rowBook) close() error {
	var err error
	for _, f := range []*os.File{b.file, b.lock} {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return err
}

// commit is the revision the program was built from, or "unknown".
func commit() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return "unknown"
}
