//go:build native

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"counterpoint/solver/kernel"
)

// version prints what a report of a result should name: the kernel set too that a run takes, or why no run takes the one asked for.
type version struct{}

// Run is called by kong.
func (version) Run(t *terminal) error {
	set, err := kernel.Find[float32]("")
	if err != nil {
		return wrong(err)
	}
	_, err = fmt.Fprintf(t.stdout, "counterpoint %s, %s %s/%s, kernels %s, %d processors\n",
		revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH, set.Name, runtime.GOMAXPROCS(0))
	return err
}

// revision is the commit the program was built from, as far as the build knows it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	name, dirty := info.Main.Version, ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			name = s.Value
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = "+changes"
		}
	}
	return name + dirty
}
