package main

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"path/filepath"

	"counterpoint/solver/jet"
)

// target is a set of kernels for one width of vectors.
type target struct {
	name           string
	bits           int
	single, double Shape
}

var avx2 = target{"avx2", 256,
	Shape{Gemm: Tile{6, 2}, Dot: 3, Keep: 13, Side: 4, Jet: []Chunk{{8, 1}, {2, 4}, {2, 1}}},
	Shape{Gemm: Tile{6, 2}, Dot: 3, Keep: 13, Side: 4, Jet: []Chunk{{8, 1}, {4, 2}, {4, 1}}},
}

var avx512 = target{"avx512", 512,
	Shape{Gemm: Tile{12, 2}, Ends: true, Dot: 6, Keep: 29, Side: 4, Jet: []Chunk{{4, 1}, {1, 4}, {1, 1}}},
	Shape{Gemm: Tile{12, 2}, Dot: 6, Keep: 29, Side: 4, Jet: []Chunk{{8, 1}, {2, 4}, {2, 1}}},
}

// simd is the target of both side modules, which differ in their multiply-adds only.
var simd = target{"simd", 128,
	Shape{Gemm: Tile{4, 2}, Dot: 2, Keep: 12, Side: 2, Jet: []Chunk{{8, 1}, {4, 1}}},
	Shape{Gemm: Tile{4, 2}, Dot: 2, Keep: 12, Side: 2, Jet: []Chunk{{8, 1}}},
}

// kernels emits every kernel of one precision on m; wide is m's machine of float64 lanes.
func kernels(m, wide Machine, s Shape) {
	for _, t := range s.tiles() {
		gemm(m, t)
	}
	for rows := s.Dot; rows > 0; rows-- {
		dot(m, rows)
	}
	dotColumn(m, 4)
	dotColumn(m, 1)
	for _, c := range s.Jet {
		jetInterpreter(m, c, s.Side)
	}
	for _, c := range jet.CommonSets() {
		compileJet(m, c, false, s)
		compileJet(m, c, true, s)
	}
	vectors(m, s.Side)
	above(m, trigMax(m))
	addBias(m)
	rowSums(m)
	adam(m)
	peak(m)
	reductions(wide, m.Size() == 4)
}

// generate returns every generated file by its name in the kernel package.
func generate() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, t := range []target{avx2, avx512} {
		a := newAssembly(t.name)
		single, double := &amd64{assembly: a, size: 4, bits: t.bits}, &amd64{assembly: a, size: 8, bits: t.bits}
		kernels(single, double, t.single)
		kernels(double, double, t.double)
		fmt.Fprint(&a.stubs, table(single, t.name, a.prefix, t.single), table(double, t.name, a.prefix, t.double))
		asm, stubs, err := a.text()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, err)
		}
		files["kernels_"+t.name+"_amd64.s"] = asm
		files["kernels_"+t.name+"_amd64.go"] = stubs
	}
	for _, relaxed := range []bool{false, true} {
		bin, stubs, err := sideModule(simd, relaxed)
		if err != nil {
			return nil, err
		}
		if relaxed {
			files["kernels_relaxed.wasm"] = bin
			continue
		}
		files["kernels_simd.wasm"] = bin
		files["kernels_js.go"] = stubs
	}
	return files, nil
}

// sideModule returns the module and its Go declarations.
func sideModule(t target, relaxed bool) (bin, stubs []byte, err error) {
	var b bytes.Buffer
	fmt.Fprint(&b, header, "//go:build !purego\n\npackage kernel\n\nimport \"unsafe\"\n")
	m := &module{}
	single, double := &wasm{module: m, size: 4, relaxed: relaxed, stubs: &b}, &wasm{module: m, size: 8, relaxed: relaxed, stubs: &b}
	kernels(single, double, t.single)
	kernels(double, double, t.double)
	fmt.Fprint(&b, table(single, t.name, wasmPrefix, t.single), table(double, t.name, wasmPrefix, t.double))
	stubs, err = format.Source(b.Bytes())
	return m.bytes(), stubs, err
}

func main() {
	files, err := generate()
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join("solver", "kernel", name), text, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "gen:", err)
			os.Exit(1)
		}
	}
}
