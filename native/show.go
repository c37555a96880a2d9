//go:build native

package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"counterpoint/solver/experiment"
)

// show prints one problem.
type show struct {
	Problem string `arg:"" help:"name in the catalogue (see list), NAME@CASE, or a .pde file"`
	JSON    bool   `name:"json" help:"as JSON"`
	Text    bool   `help:"the problem's text as it stands"`
}

// Run is called by kong.
func (s *show) Run(t *terminal) error {
	p, err := load(s.Problem)
	if err != nil {
		return err
	}
	switch {
	case s.JSON:
		return writeJSON(t.stdout, p.Info())
	case s.Text:
		_, err := io.WriteString(t.stdout, p.Text)
		return err
	}
	return describe(t.stdout, p.Info())
}

// describe writes what a reader wants to know of a problem.
func describe(out io.Writer, i experiment.Info) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(label, format string, a ...any) { fmt.Fprintf(w, "%s\t%s\n", label, fmt.Sprintf(format, a...)) }
	row("name", "%s", i.Name)
	row("title", "%s", i.Title)
	row("family", "%s", i.Family)
	for _, optional := range []struct{ label, text string }{{"source", i.Source}, {"published", i.Published}, {"note", i.Note}} {
		if optional.text != "" {
			row(optional.label, "%s", optional.text)
		}
	}
	for _, c := range i.Axes {
		row("coordinate", "%s in [%g, %g]%s", c.Name, c.Lo, c.Hi, map[bool]string{true: ", time"}[c.Time])
	}
	row("measure", "%s", i.Measure)
	row("fields", "%s", strings.Join(i.Fields, ", "))
	for _, c := range i.Sliders {
		row("constant", "%s = %g in [%g, %g]", c.Name, c.Value, c.Lo, c.Hi)
	}
	for _, l := range i.Lines {
		row("loss "+l.Loss, "%s%s", l.Text, region(l.Region))
	}
	row("truth", "%s", i.Truth)
	house := experiment.Default()
	for k := range experiment.Settings {
		if t := &experiment.Settings[k]; t.Text(&i.Defaults) != t.Text(&house) {
			row("default", "--%s %s", t.Name, t.Text(&i.Defaults))
		}
	}
	return w.Flush()
}

func region(text string) string {
	if text == "" {
		return ""
	}
	return "  on " + text
}
