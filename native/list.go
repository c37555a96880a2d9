//go:build native

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
)

// list prints the catalogue.
type list struct {
	JSON     bool `name:"json" help:"as a JSON array"`
	Markdown bool `help:"as a document, docs/catalogue.md"`
}

// Run is called by kong.
func (l *list) Run(t *terminal) error {
	if l.Markdown {
		if err := markdown(t.stdout); err != nil {
			return failed(err)
		}
		return nil
	}
	var entries []experiment.Entry
	for _, name := range problem.Names() {
		p, err := problem.Load(name)
		if err != nil {
			return failed(err)
		}
		entries = append(entries, p.Entry())
	}
	if l.JSON {
		return writeJSON(t.stdout, entries)
	}
	w := tabwriter.NewWriter(t.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tFAMILY\tLOSSES\tTRUTH\tTITLE")
	for _, e := range entries {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\n", e.Name, e.Family, len(e.Losses), e.Truth, e.Title)
	}
	return w.Flush()
}

// writeJSON writes v, indented.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
