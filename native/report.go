//go:build native

package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
)

// report writes what sweeps came to as files for people and for other programs.
type report struct {
	Folders []string `arg:"" name:"dir" help:"folders of sweeps, or rows.jsonl files"`
	To      string   `help:"folder to write report.html, study.json, rows.csv and errors.npz to (default report in the first folder)" placeholder:"DIR"`
	Against []string `help:"baselines, one table each; comma-separated" default:"none" placeholder:"ARM"`
	Title   string   `help:"title of the report" default:"Sweep" placeholder:"TEXT"`
}

//go:embed report.html
var reportText string

// reportPage is what the template shows.
type reportPage struct {
	Title    string
	Runs     int
	Diverged int
	Failed   []sweepRow
	Problems int
	Arms     int
	Seeds    int
	Studies  []reportStudy
	Commands []string
	Facts    [][2]string
	Reading  string
}

type reportStudy struct {
	study
	Forest   template.HTML // SVG: ratio of every arm over the problems
	Pictures []template.HTML
}

// Run is called by kong.
func (r *report) Run(t *terminal) error {
	rows, err := rowsOf(r.Folders)
	if err != nil {
		return wrong(err)
	}
	cells := gather(rows)
	if len(cells) == 0 {
		return wrong(fmt.Errorf("%s: no rows yet", strings.Join(r.Folders, ", ")))
	}
	if r.To == "" {
		r.To = r.Folders[0]
		if info, err := os.Stat(r.To); err == nil && !info.IsDir() {
			r.To = filepath.Dir(r.To)
		}
		r.To = filepath.Join(r.To, "report")
	}
	if err := makeFolder("--to", r.To); err != nil {
		return err
	}
	page, err := r.page(rows, cells)
	if err != nil {
		return err
	}
	tmpl, err := template.New("report").Funcs(template.FuncMap{"number": number, "interval": interval}).Parse(reportText)
	if err != nil {
		return failed(err)
	}
	studies := make([]study, len(page.Studies))
	for i := range page.Studies {
		studies[i] = page.Studies[i].study
	}
	csv, arrays, names := rowsTable(rows), errorArrays(cells), newAxes(cells)
	for name, write := range map[string]func(io.Writer) error{
		"report.html": func(w io.Writer) error { return tmpl.Execute(w, page) },
		"rows.csv":    csv,
		"errors.npz":  func(w io.Writer) error { return interchange.WriteNPZ(w, arrays) },
		"study.json": func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "\t")
			return e.Encode(struct {
				Axes    axes    `json:"errors_npz"`
				Studies []study `json:"studies"`
			}{names, studies})
		},
	} {
		if err := interchange.WriteFile(filepath.Join(r.To, name), write); err != nil {
			return failed(err)
		}
	}
	fmt.Fprintln(t.stdout, filepath.Join(r.To, "report.html"))
	return nil
}

func (r *report) page(rows []sweepRow, cells []*cell) (reportPage, error) {
	p := reportPage{Title: r.Title, Runs: len(rows), Problems: len(problemsOf(cells)), Arms: len(armsOf(cells)), Reading: howToRead, Commands: sweepCommands(r.Folders)}
	seeds, facts := map[uint64]bool{}, map[string]map[string]bool{"commit": {}, "kernel set": {}, "machine": {}}
	for _, row := range rows {
		seeds[row.Seed] = true
		facts["commit"][row.Commit], facts["kernel set"][row.Kernel], facts["machine"][row.Machine] = true, true, true
		switch row.Status {
		case "diverged":
			p.Diverged++
		case "failed":
			p.Failed = append(p.Failed, row)
		}
	}
	p.Seeds = len(seeds)
	for _, name := range []string{"machine", "kernel set", "commit"} {
		delete(facts[name], "")
		p.Facts = append(p.Facts, [2]string{name, strings.Join(slices.Sorted(maps.Keys(facts[name])), ", ")})
	}
	for _, base := range r.Against {
		if !slices.Contains(armsOf(cells), base) {
			return p, wrong(fmt.Errorf("--against %s: no rows of it (have %s)", base, strings.Join(armsOf(cells), "; ")))
		}
		ordered := baselineFirst(cells, base)
		s := reportStudy{study: newStudy(ordered, base)}
		var err error
		if s.Forest, err = forest(s.study); err != nil {
			return p, failed(err)
		}
		for _, problem := range s.Problems {
			picture, err := pictures(ordered, problem.Problem)
			if err != nil {
				return p, failed(err)
			}
			s.Pictures = append(s.Pictures, picture)
		}
		p.Studies = append(p.Studies, s)
	}
	return p, nil
}

// Picture returns the pictures of problem i.
func (s reportStudy) Picture(i int) template.HTML { return s.Pictures[i] }

// sweepCommands returns the command lines that the sweeps kept.
func sweepCommands(folders []string) (lines []string) {
	for _, dir := range folders {
		data, err := os.ReadFile(filepath.Join(dir, "commands.txt"))
		if err != nil {
			continue // rows of an earlier version, or a file alone
		}
		for line := range strings.Lines(string(data)) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return lines
}

// axes names what the array of errors.npz is along.
type axes struct {
	Problems []string `json:"problems"`
	Arms     []string `json:"arms"`
	Seeds    []uint64 `json:"seeds"`
}

func newAxes(cells []*cell) axes {
	seeds := map[uint64]bool{}
	for _, c := range cells {
		for s := range c.seeds {
			seeds[s] = true
		}
	}
	return axes{problemsOf(cells), armsOf(cells), slices.Sorted(maps.Keys(seeds))}
}

// errorArrays returns rel_l2 and seconds, float64, [problems, arms, seeds] in the order of axes: NaN where there is no run, Inf where it
// diverged.
func errorArrays(cells []*cell) []experiment.Array {
	x := newAxes(cells)
	n := len(x.Problems) * len(x.Arms) * len(x.Seeds)
	errors, seconds := slices.Repeat([]float64{nan}, n), slices.Repeat([]float64{nan}, n)
	for _, c := range cells {
		row := (slices.Index(x.Problems, c.problem)*len(x.Arms) + slices.Index(x.Arms, c.arm)) * len(x.Seeds)
		for seed, t := range c.seeds {
			at := row + slices.Index(x.Seeds, seed)
			errors[at], seconds[at] = t.err, t.course.End()
		}
	}
	shape := []int{len(x.Problems), len(x.Arms), len(x.Seeds)}
	return []experiment.Array{experiment.NewArray("rel_l2", errors, shape...), experiment.NewArray("seconds", seconds, shape...)}
}
