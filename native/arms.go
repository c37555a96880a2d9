//go:build native

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"counterpoint/solver/combine"
	"counterpoint/solver/experiment"
)

// arms lists the presets, a line each: name, slots, source.
type arms struct{}

// Run is called by kong.
func (arms) Run(t *terminal) error {
	source := map[string]string{}
	for _, e := range combine.AllWeights() {
		source[e.Name] = e.Source
	}
	for _, e := range combine.AllDirections() {
		source[e.Name] = e.Source
	}
	w := tabwriter.NewWriter(t.stdout, 0, 0, 2, ' ', 0)
	for _, a := range experiment.Arms() {
		var slots []string
		for _, k := range slices.Sorted(maps.Keys(a.Set)) {
			slots = append(slots, k+"="+a.Set[k])
		}
		from := a.Source
		if from == "" {
			from = source[a.Name]
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Name, strings.Join(slots, " "), a.Doc, from)
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", autoArm, "", "profiles the plain run, then goes on with what the verdict says", "this project")
	if err := w.Flush(); err != nil {
		return failed(err)
	}
	return nil
}
