// Package collocation places points: one file for each way to fill the unit cube, and Place, which carries its points to a region.
package collocation

import (
	"fmt"
	"sort"
	"strings"
)

// Sampler is one way to fill the open unit cube.
type Sampler interface {
	// Draw writes n points of dim coordinates, row-major, into dst (length n*dim). It is a pure function of its arguments, each
	// number strictly between 0 and 1; another seed or stream gives an independent draw of the same kind.
	Draw(dst []float64, n, dim int, seed, stream uint64)
}

type entry struct {
	name, doc string
	sampler   Sampler
}

var registry []entry

// register adds a sampler under the name that specs use, with one line of documentation.
func register(name, doc string, s Sampler) Sampler {
	registry = append(registry, entry{name, doc, s})
	sort.Slice(registry, func(i, j int) bool { return registry[i].name < registry[j].name })
	return s
}

// Names lists the registered samplers in alphabetical order.
func Names() []string {
	names := make([]string, len(registry))
	for i, e := range registry {
		names[i] = e.name
	}
	return names
}

// Doc returns the line of documentation of a sampler, empty if there is none of that name.
func Doc(name string) string {
	for _, e := range registry {
		if e.name == name {
			return e.doc
		}
	}
	return ""
}

// Find returns the sampler of that name. The error lists the names there are.
func Find(name string) (Sampler, error) {
	for _, e := range registry {
		if e.name == name {
			return e.sampler, nil
		}
	}
	return nil, fmt.Errorf("collocation: unknown sampler %.40q (have %s)", name, strings.Join(Names(), ", "))
}

// check panics unless dst has room for n points of dim coordinates.
func check(dst []float64, n, dim int) {
	if n < 0 || dim < 0 || len(dst) != n*dim {
		panic("collocation: dst length differs from n*dim")
	}
}

// width is the number of bits of the numbers drawn: open maps 0 <= k < 2^width to the middle of its cell, strictly inside (0, 1) and
// exact in float64.
const width = 52

func open(k uint64) float64 { return (float64(k) + 0.5) / (1 << width) }

// mix scatters two words into one (the finaliser of SplitMix64, Steele, Lea and Flood, Fast splittable pseudorandom number
// generators, 2014), so that streams with neighbouring numbers have nothing in common.
func mix(a, b uint64) uint64 {
	z := a + 0x9e3779b97f4a7c15*(b+1)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
