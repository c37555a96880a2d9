package main

import "encoding/binary"

// module is a WebAssembly module that imports the memory env.mem and exports functions: no memory, data or stack of its own.
type module struct {
	types   []string // distinct function types, encoded
	kinds   []int    // the type of each function
	exports []string
	bodies  [][]byte
}

// Value types and sections of the binary format.
const (
	typeI32, typeF32, typeF64, typeV128 = 0x7f, 0x7d, 0x7c, 0x7b

	sectionType, sectionImport, sectionFunction, sectionExport, sectionCode = 1, 2, 3, 7, 10
)

func unsigned(b []byte, v uint64) []byte { return binary.AppendUvarint(b, v) }

func signed(b []byte, v int64) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}

// add appends a function.
func (m *module) add(name string, params, results []byte, body []byte) {
	t := unsigned([]byte{0x60}, uint64(len(params)))
	t = append(unsigned(append(t, params...), uint64(len(results))), results...)
	kind := 0
	for kind < len(m.types) && m.types[kind] != string(t) {
		kind++
	}
	if kind == len(m.types) {
		m.types = append(m.types, string(t))
	}
	m.kinds = append(m.kinds, kind)
	m.exports = append(m.exports, name)
	m.bodies = append(m.bodies, body)
}

// bytes returns the module's binary form.
func (m *module) bytes() []byte {
	types, functions := count(len(m.types)), count(len(m.kinds))
	exports, code := count(len(m.kinds)), count(len(m.kinds))
	for _, t := range m.types {
		types = append(types, t...)
	}
	for i, k := range m.kinds {
		functions = unsigned(functions, uint64(k))
		exports = unsigned(append(text(exports, m.exports[i]), 0), uint64(i))
		code = append(unsigned(code, uint64(len(m.bodies[i]))), m.bodies[i]...)
	}
	memory := append(text(text(count(1), "env"), "mem"), 2, 0, 1) // a memory of at least one page
	out := []byte{0, 'a', 's', 'm', 1, 0, 0, 0}
	for _, s := range []struct {
		id   byte
		body []byte
	}{{sectionType, types}, {sectionImport, memory}, {sectionFunction, functions}, {sectionExport, exports}, {sectionCode, code}} {
		out = append(unsigned(append(out, s.id), uint64(len(s.body))), s.body...)
	}
	return out
}

func count(n int) []byte { return unsigned(nil, uint64(n)) }

func text(b []byte, s string) []byte { return append(unsigned(b, uint64(len(s))), s...) }
