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
	"counterpoint/solver/loss"
	"counterpoint/solver/optimize"
)

// method is what a registered method says of itself.
type method struct{ doc, source string }

// arms lists the presets, a line each: name, slots, source.
type arms struct{}

// Run is called by kong.
func (arms) Run(t *terminal) error {
	methods := map[string]method{"gua": {optimize.GUADoc, optimize.GUASource}}
	for _, e := range combine.AllWeights() {
		methods[e.Name] = method{e.Doc, e.Source}
	}
	for _, e := range combine.AllDirections() {
		methods[e.Name] = method{e.Doc, e.Source}
	}
	for _, e := range optimize.All() {
		methods[e.Name] = method{e.Doc, e.Source}
	}
	for _, e := range loss.AllPointWeights() {
		methods[e.Name] = method{e.Doc, e.Source}
	}
	w := tabwriter.NewWriter(t.stdout, 0, 0, 2, ' ', 0)
	for _, a := range experiment.Arms() {
		var slots []string
		for _, k := range slices.Sorted(maps.Keys(a.Set)) {
			slots = append(slots, k+"="+a.Set[k])
		}
		if m := methods[a.Name]; a.Source == "" {
			a.Doc, a.Source = m.doc, m.source
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.Name, strings.Join(slots, " "), a.Doc, a.Source)
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", trialArm, "", "goes on with the plain run in the regime none, else tries "+strings.Join(trialArms, ", ")+", without the worst after 30 % of the time, and takes the best after 60 %", "this project")
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", autoArm, "", "profiles the plain run, then goes on with what the verdict says", "this project")
	if err := w.Flush(); err != nil {
		return failed(err)
	}
	return nil
}
