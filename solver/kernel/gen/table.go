package main

import (
	"fmt"
	"slices"
	"strings"

	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// trigMax is the magnitude up to which sine and cosine are right; Cephes says 8192 for float32.
func trigMax(m Machine) float64 {
	if m.Size() == 4 {
		return 8e3
	}
	return 1e4
}

// table returns the Go function that lists the kernels of m's precision: package kernel's primitives.
func table(m Machine, name, prefix string, s Shape) string {
	var b strings.Builder
	kernelName := func(name string) string { return prefix + name + "_" + suffix(m) }
	t := fmt.Sprintf("primitives[float%d]", 8*m.Size())
	fmt.Fprintf(&b, "\nfunc %sPrimitives%d() *%s {\n\treturn &%s{\n\t\tname: %q, lanes: %d", name, 8*m.Size(), t, t, name, m.Lanes())
	fmt.Fprintf(&b, ",\n\t\tgemm: []tile[float%d]{\n", 8*m.Size())
	for _, t := range s.tiles() {
		fmt.Fprintf(&b, "\t\t\t{%d, %d, %s},\n", t.Rows, t.Vecs, kernelName(fmt.Sprintf("Gemm%dx%d", t.Rows, t.Vecs)))
	}
	fmt.Fprintf(&b, "\t\t},\n\t\tchunk: []jetRunner{")
	for _, c := range s.Jet {
		fmt.Fprintf(&b, "{%d, %d, %s}, ", c.Vecs, c.Units, kernelName(fmt.Sprintf("Jet%dx%d", c.Vecs, c.Units)))
	}
	fmt.Fprintf(&b, "},\n\t\tdot: []dotTile[float%d]{", 8*m.Size())
	for rows := s.Dot; rows > 0; rows-- {
		fmt.Fprintf(&b, "{%d, %s}, ", rows, kernelName(fmt.Sprintf("Dot%dx4", rows)))
	}
	fmt.Fprintf(&b, "},\n\t\tcompiled: map[uint64]compiledJet[float%d]{\n", 8*m.Size())
	for _, f := range jet.CommonSets() {
		p := jet.Program(kernel.Tanh, f.Channels)
		fmt.Fprintf(&b, "\t\t\t%#x: %s,\n", p.Key(false), kernelName(compiledKernel(f, false)))
		fmt.Fprintf(&b, "\t\t\t%#x: %s,\n", p.Key(true), kernelName(compiledKernel(f, true)))
	}
	b.WriteString("\t\t},\n")
	for _, f := range [][2]string{{"dotCol4", "Dot4x1"}, {"dotCol1", "Dot1x1"},
		{"above", "Above"}, {"addBias", "AddBias"}, {"rowSums", "RowSums"}, {"adam", "Adam"}, {"sum", "Sum"}, {"inner", "Inner"},
		{"innerW", "InnerW"}, {"peak", "Peak"}} {
		fmt.Fprintf(&b, "\t\t%s: %s,\n", f[0], kernelName(f[1]))
	}
	fmt.Fprintf(&b, "\t\tvec: [Ops]func(dst, a, b *float%d, s float%d, n extent){\n", 8*m.Size(), 8*m.Size())
	for _, o := range slices.Concat(arithmetic, []operation{hyperbolic}, functions) {
		fmt.Fprintf(&b, "\t\t\t%s: %s,\n", o.name, kernelName(o.name))
	}
	b.WriteString("\t\t},\n\t}\n}\n")
	return b.String()
}
