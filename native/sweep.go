//go:build native

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// defaultPatience is that of --patience.
const defaultPatience = 30 * time.Second

// sweep runs every problem with every arm and seed, and keeps one line a finished run in a folder.
type sweep struct {
	Problems  []string      `help:"names in the catalogue (see list), NAME@CASE, or .pde files; comma-separated; catalogue for every entry" required:"" placeholder:"A,B"`
	Least     int           `name:"least-dims" help:"only problems with at least so many space coordinates" placeholder:"N"`
	Most      int           `name:"most-dims" help:"only problems with at most so many space coordinates" placeholder:"N"`
	Arms      []string      `help:"arms (see arms), or auto; comma-separated" default:"none" placeholder:"X,Y"`
	Seeds     int           `help:"seeds, from --seed on" default:"1" placeholder:"N"`
	Out       string        `help:"folder for rows.jsonl; goes on with what it holds" required:"" placeholder:"DIR"`
	Jobs      int           `help:"runs at a time in this process, one goroutine each (default one per processor)" placeholder:"N"`
	Elsewhere bool          `name:"no-work" help:"run nothing in this process: leave all to workers that come in (see --listen)"`
	Kernel    string        `help:"kernel set" placeholder:"NAME"`
	Patience  time.Duration `help:"time after which a run whose worker is not heard of is given to another" default:"30s"`
	Tries     int           `help:"deliveries of a run without progress before it is given up" default:"5" placeholder:"N"`
	listening
	Time    bool `name:"equal-time" help:"each arm takes as many of --steps as the plain run's time holds: a step of each is measured first"`
	Verdict bool `help:"profile the first steps of plain runs and keep the regime"`
	kong.Plugins

	settings settings `kong:"-"`
}

// Run is called by kong.
func (s *sweep) Run(t *terminal) error {
	if s.Jobs == 0 {
		s.Jobs = runtime.GOMAXPROCS(0)
	}
	if s.Jobs < 0 || s.Seeds < 1 || s.Tries < 1 || s.Patience < 100*time.Millisecond {
		return wrong(errors.New("a sweep needs --seeds, --jobs and --tries of at least 1 and --patience of at least 100ms"))
	}
	if s.Elsewhere {
		if s.Jobs = 0; s.Listen == "" {
			return wrong(errors.New("--no-work needs --listen: nobody would run anything"))
		}
	}
	plan, err := s.plan()
	if err != nil {
		return err
	}
	book, err := openRows(s.Out)
	if err != nil {
		return wrong(err)
	}
	defer book.close()
	if s.Time {
		if plan, err = s.atEqualCost(t, plan); err != nil {
			return err
		}
	}
	if err := s.keepCommand(); err != nil {
		return failed(err)
	}
	table := newTable(t.stderr, plan, book.rows)
	err = plan.carryOut(t.ctx, s, book, table)
	table.end()
	if e := (exit{}); errors.As(err, &e) {
		return err
	}
	if err != nil {
		return failed(err)
	}
	if err := table.write(t.stdout); err != nil {
		return failed(err)
	}
	if done := table.done(); done < len(plan) {
		return exit{75, fmt.Errorf("stopped with %d of %d runs finished; the same line goes on", done, len(plan))}
	}
	if n := table.failed(); n > 0 {
		return failed(fmt.Errorf("%d runs failed; %s says why", n, book.path))
	}
	return nil
}

// keepCommand adds the command line to commands.txt in the sweep's folder, unless it is there.
func (s *sweep) keepCommand() error {
	words := []string{"counterpoint sweep --problems", strings.Join(s.Problems, ","), "--arms", strings.Join(s.Arms, ","), "--seeds", strconv.Itoa(s.Seeds)}
	if s.Least > 0 {
		words = append(words, "--least-dims", strconv.Itoa(s.Least))
	}
	if s.Most > 0 {
		words = append(words, "--most-dims", strconv.Itoa(s.Most))
	}
	if s.Kernel != "" {
		words = append(words, "--kernel", s.Kernel)
	}
	if s.Time {
		words = append(words, "--equal-time")
	}
	if s.Verdict {
		words = append(words, "--verdict")
	}
	line := strings.Join(append(words, s.settings.args()...), " ") + " --out " + filepath.Base(s.Out)
	path := filepath.Join(s.Out, "commands.txt")
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if slices.Contains(strings.Split(string(old), "\n"), line) {
		return nil
	}
	return os.WriteFile(path, append(old, line+"\n"...), 0o666)
}
