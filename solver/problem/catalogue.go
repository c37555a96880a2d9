package problem

import (
	"embed"
	"fmt"
	"sort"
	"strings"
	"sync"
)

//go:embed catalogue/*.pde
var files embed.FS

// names lists the catalogue with its cases, and the text of each problem.
var names = sync.OnceValues(func() ([]string, map[string]string) {
	dir, err := files.ReadDir("catalogue")
	if err != nil {
		panic("problem: embedded catalogue is not readable")
	}
	var all []string
	texts := map[string]string{}
	for _, f := range dir {
		raw, err := files.ReadFile("catalogue/" + f.Name())
		if err != nil {
			panic("problem: embedded catalogue is not readable")
		}
		name := strings.TrimSuffix(f.Name(), ".pde")
		texts[name] = string(raw)
		all = append(all, name)
		for _, c := range caseNames(string(raw)) {
			all = append(all, name+"@"+c)
		}
	}
	sort.Strings(all)
	return all, texts
})

// caseNames lists the cases of a text without parsing the rest of it.
func caseNames(text string) []string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		if rest, ok := strings.CutPrefix(line, "case "); ok {
			name, _, _ := strings.Cut(rest, ":")
			out = append(out, strings.TrimSpace(name))
		}
	}
	return out
}

// Names lists the problems of the catalogue and their cases (name@case), sorted.
func Names() []string {
	all, _ := names()
	return append([]string(nil), all...)
}

// Fifteen names problems that stand for the catalogue in benchmarks and tests: every family and kind of line, orders one to four, one to
// four fields, two to fifty-one coordinates. The slice is the caller's.
func Fifteen() []string {
	return []string{"heat", "burgers", "helmholtz", "klein-gordon", "allen-cahn", "convection-diffusion", "wave", "kdv", "beam", "thermoelastic",
		"maxwell", "boussinesq", "burgers-inverse", "poisson-50d", "heat-50d"}
}

// Load returns a problem of the catalogue, or one of its cases (name@case). The error names what is near.
func Load(name string) (*Problem, error) {
	all, texts := names()
	base, chosen, _ := strings.Cut(name, "@")
	text, ok := texts[base]
	if !ok || chosen != "" && !contains(all, name) {
		if near := nearest(name, all); near != "" {
			return nil, fmt.Errorf("problem: unknown problem %q; did you mean %s?", name, near)
		}
		return nil, fmt.Errorf("problem: unknown problem %q (have %s)", name, strings.Join(all, ", "))
	}
	p, faults := ParseCase(base+".pde", text, chosen, nil)
	if len(faults) > 0 {
		return nil, fmt.Errorf("problem: %w", faults[0])
	}
	p.Name = name
	return p, nil
}
