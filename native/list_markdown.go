//go:build native

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
)

// familyTitles are the families' headings.
var familyTitles = map[string]string{
	"forward-k2": "Forward, two losses", "forward-k3": "Forward, three losses", "forward-system": "Systems",
	"inverse": "Inverse", "multiphysics-k4": "Coupled systems, four losses", "multiphysics-k5": "Coupled systems, five losses",
	"multiphysics-k6": "Coupled systems, six losses", "parameter": "A parameter varies", "high-dim": "High dimensions",
}

// works are the short names that sources and published errors go by.
var works = []string{
	"AdaBGDA, ICML 2026", "CAML, arXiv 2605.25001", "ConFIG, arXiv 2408.11104", "DSGNAR, arXiv 2607.02194", "GUA, arXiv 2609.01558", "jaxpi, arXiv 2308.08468",
	"PINNacle, arXiv 2306.08827", "RBA, arXiv 2307.00379", "reassessing-vanilla-pinns, code of the COLA Laboratory", "SDGD, arXiv 2307.12306", "STDE, arXiv 2412.00088",
}

// markdown writes the catalogue as a document: the problems by family, each with its equations, losses, truth and published errors.
func markdown(w io.Writer) error {
	count, configurations := map[string]int{}, 0
	sections := map[string][]*problem.Problem{}
	for _, name := range problem.Names() {
		p, err := problem.Load(name)
		if err != nil {
			return err
		}
		configurations++
		count[p.Family]++
		if !strings.Contains(name, "@") {
			sections[p.Family] = append(sections[p.Family], p)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Catalogue\n\nWritten by `go run -tags native ./native list --markdown > docs/catalogue.md`; a test keeps it current.\n\n")
	fmt.Fprintf(&b, "%d configurations: %d problems and their named cases, `NAME@CASE`. `show NAME` typesets one, `solve NAME` trains on it.\n", configurations, total(sections))
	fmt.Fprintf(&b, "Equations are in the [residual language](language.md). K is the number of losses. Published errors are relative L2 unless said\notherwise, and hold for the parameters named. Pictures are true solutions, time to the right, or slices of them.\n\n")
	fmt.Fprintf(&b, "| family | configurations | problems |\n|---|---|---|\n")
	for _, f := range experiment.Families {
		title := familyTitles[f]
		fmt.Fprintf(&b, "| [%s](#%s) `%s` | %d | %d |\n", title, anchor(title), f, count[f], len(sections[f]))
	}
	fmt.Fprintf(&b, "\nShort names of published work: %s.\n", strings.Join(works, "; "))
	for _, f := range experiment.Families {
		fmt.Fprintf(&b, "\n## %s\n", familyTitles[f])
		for _, p := range sections[f] {
			describeMarkdown(&b, p)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func total(sections map[string][]*problem.Problem) (n int) {
	for _, s := range sections {
		n += len(s)
	}
	return n
}

func anchor(title string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(title), ",", ""), " ", "-")
}

// aside are the statements that are said outside the equations.
var aside = []string{"title", "source", "note", "tags", "published", "case", "default"}

func describeMarkdown(b *strings.Builder, p *problem.Problem) {
	e := p.Entry()
	fmt.Fprintf(b, "\n### %s\n\n![%s](thumbnails/%s.png)\n\n%s: %s.\n\n```\n%s```\n\n", e.Name, e.Title, e.Name, e.Title, e.Note, equations(p.Text))
	fmt.Fprintf(b, "- K = %d: %s; truth: %s; points %s\n", len(e.Losses), strings.Join(e.Losses, ", "), e.Truth, p.Measure)
	fmt.Fprintf(b, "- Source: %s\n", e.Source)
	if e.Published != "" {
		fmt.Fprintf(b, "- Published: %s\n", e.Published)
	}
	var cases []string
	for _, c := range p.Cases {
		var sets []string
		for _, name := range sorted(c.Set) {
			sets = append(sets, fmt.Sprintf("%s = %.6g", name, c.Set[name]))
		}
		cases = append(cases, fmt.Sprintf("`@%s` %s", c.Name, strings.Join(sets, ", ")))
	}
	if len(cases) > 0 {
		fmt.Fprintf(b, "- Cases: %s\n", strings.Join(cases, "; "))
	}
	fmt.Fprintf(b, "- Tags: %s\n", strings.Join(e.Tags, ", "))
}

// equations returns the text's lines without those said elsewhere, comments and blank lines.
func equations(text string) string {
	var b strings.Builder
	keep := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		word, _, _ := strings.Cut(line, " ")
		if word != "" {
			keep = !slices.Contains(aside, word) && !strings.HasPrefix(line, "#")
		}
		if keep && strings.TrimSpace(line) != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func sorted(m map[string]float64) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
