//go:build native

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// exit is an error with the exit code of the program.
type exit struct {
	code int
	err  error
}

func (e exit) Error() string { return e.err.Error() }
func (e exit) Unwrap() error { return e.err }

// failed marks an error that happened while the command ran, wrong one that the user's request has.
func failed(err error) error { return exit{1, err} }
func wrong(err error) error  { return exit{2, err} }

// either marks an error as failed that has no exit code yet.
func either(err error) error {
	if errors.As(err, &exit{}) {
		return err
	}
	return failed(err)
}

// terminal is where a command reads its wish to stop and writes to.
type terminal struct {
	ctx            context.Context // done at Ctrl-C
	stdout, stderr io.Writer
}

// commands is the command line.
type commands struct {
	List      list      `cmd:"" help:"list the catalogue's problems"`
	Show      show      `cmd:"" help:"show a problem: equations, regions, constants, reference, defaults"`
	Solve     solve     `cmd:"" help:"train a network on a problem"`
	Diagnose  diagnose  `cmd:"" help:"profile a plain run and name its regime: what to do about its losses"`
	Arms      arms      `cmd:"" help:"list the arms: presets of weights, direction and adapters"`
	Bench     bench     `cmd:"" help:"time a training step against the processor's limit"`
	Sweep     sweep     `cmd:"" help:"run problems x arms x seeds into a folder, and say which arm wins"`
	Worker    worker    `cmd:"" help:"do runs of a sweep that listens on another machine"`
	Compare   compare   `cmd:"" help:"compare the arms of sweeps: ratios, P(A<B), signed-rank tests"`
	Baseline  baseline  `cmd:"" help:"table of a plain sweep beside the published errors, as Markdown"`
	Report    report    `cmd:"" help:"write what sweeps came to: one HTML page, CSV, NPZ, JSON"`
	Reproduce reproduce `cmd:"" help:"run the adapter paper's study, or its plan in small"`
	Calibrate calibrate `cmd:"" help:"fit the diagnosis on half of the problems of sweeps, test it on the other half"`
	Atlas     atlas     `cmd:"" help:"write the page's atlas: regime and winning arm of every problem of sweeps"`
	Export    export    `cmd:"" help:"write a run's fields for VTK and ParaView (.vti, .pvd)"`
	Gallery   gallery   `cmd:"" help:"draw the pictures of the page's gallery from the problems' solutions"`
	Version   version   `cmd:"" help:"print version, toolchain and kernel set"`
}

// run carries out one command line and returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	left := -1 // the code that kong left with, after --help
	parser, _ := commandLine(stdout, stderr, func(code int) { left = max(left, code) })
	parsed, err := parser.Parse(joined(args))
	if left >= 0 {
		return left
	}
	if err != nil {
		fmt.Fprintf(stderr, "counterpoint: %v; see --help\n", err)
		return 2
	}
	err = parsed.Run(&terminal{ctx, stdout, stderr})
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, err)
	if e := (exit{}); errors.As(err, &e) {
		return e.code
	}
	return 1
}

// joined returns the arguments with a negative number joined to the flag before it, as "--lr=-1": no flag is called by a digit.
func joined(args []string) (out []string) {
	for _, a := range args {
		_, err := strconv.ParseFloat(a, 64)
		if n := len(out) - 1; n >= 0 && err == nil && a[0] == '-' && strings.HasPrefix(out[n], "--") && len(out[n]) > 2 && !strings.Contains(out[n], "=") {
			out[n] += "=" + a
		} else {
			out = append(out, a)
		}
	}
	return out
}

// commandLine returns the parser and what it fills. leave is called with an exit code after help was printed.
func commandLine(stdout, stderr io.Writer, leave func(int)) (*kong.Kong, *commands) {
	c := &commands{}
	c.Solve.Plugins = kong.Plugins{c.Solve.settings.flags()}
	c.Diagnose.Plugins = kong.Plugins{c.Diagnose.settings.flags("steps")}
	c.Sweep.Plugins = kong.Plugins{c.Sweep.settings.flags()}
	c.Bench.Step.Plugins = kong.Plugins{c.Bench.Step.settings.flags()}
	c.Bench.Export.Plugins = kong.Plugins{c.Bench.Export.settings.flags()}
	return kong.Must(c, kong.Name("counterpoint"), kong.Description("A laboratory for gradient conflict in physics-informed neural networks."),
		kong.Writers(stdout, stderr), kong.Exit(leave), kong.ConfigureHelp(kong.HelpOptions{Compact: true})), c
}
