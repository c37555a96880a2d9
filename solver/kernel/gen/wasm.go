package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"
)

// wasm is the Machine of one precision on 128-bit vectors. Registers are locals; the engine allocates the real ones.
type wasm struct {
	*module
	size    int
	relaxed bool
	stubs   *bytes.Buffer // Go declarations, if wanted

	name   string
	params []Param
	locals []byte
	code   []byte
}

const wasmPrefix = "wasm"

func (w *wasm) Size() int  { return w.size }
func (w *wasm) Lanes() int { return 16 / w.size }

func (w *wasm) Func(name string, params ...Param) {
	w.name, w.params, w.locals, w.code = name, params, nil, nil
}

func (w *wasm) End()       { w.finish("", nil) }
func (w *wasm) EndInt(i I) { w.get(int(i)); w.finish(" int32", []byte{typeI32}) }
func (w *wasm) EndSum(v V) {
	w.lane(int(v), 0)
	w.lane(int(v), 1)
	w.code = append(w.code, 0xa0) // f64.add
	w.finish(" float64", []byte{typeF64})
}

// finish adds the function to the module and its declaration to the stubs.
func (w *wasm) finish(goResult string, results []byte) {
	var params []byte
	var list []string
	element, scalar := "float32", byte(typeF32)
	if w.size == 8 {
		element, scalar = "float64", typeF64
	}
	for _, p := range w.params {
		kind := byte(typeI32)
		if p.Kind == Scalar {
			kind = scalar
		}
		params = append(params, kind)
		t := map[Kind]string{Pointer: "*" + element, Raw: "unsafe.Pointer", Extent: "int32", Scalar: element}[p.Kind]
		list = append(list, p.Name+" "+t)
	}
	var groups []byte
	n := 0
	for i := 0; i < len(w.locals); {
		j := i
		for j < len(w.locals) && w.locals[j] == w.locals[i] {
			j++
		}
		groups = append(unsigned(groups, uint64(j-i)), w.locals[i])
		i, n = j, n+1
	}
	body := slices.Concat(count(n), groups, w.code, []byte{0x0b})
	w.add(w.name, params, results, body)
	if w.stubs != nil {
		fmt.Fprintf(w.stubs, "\n//go:wasmimport k %s\n//go:noescape\nfunc %s%s(%s)%s\n", w.name, wasmPrefix, w.name, strings.Join(list, ", "), goResult)
	}
}

func (w *wasm) local(kind byte) int {
	w.locals = append(w.locals, kind)
	return len(w.params) + len(w.locals) - 1
}

func (w *wasm) op1(op byte, k int) { w.code = unsigned(append(w.code, op), uint64(k)) }
func (w *wasm) get(i int)          { w.op1(0x20, i) }
func (w *wasm) set(i int)          { w.op1(0x21, i) }
func (w *wasm) tee(i int)          { w.op1(0x22, i) }
func (w *wasm) i32(k int)          { w.code = signed(append(w.code, 0x41), int64(k)) }
func (w *wasm) raw(b ...byte)      { w.code = append(w.code, b...) }
func (w *wasm) simd(op uint64)     { w.code = unsigned(append(w.code, 0xfd), op) }
func (w *wasm) memory(off int)     { w.code = unsigned(append(w.code, 2), uint64(off)) } // aligned to 4 bytes at least
func (w *wasm) pick(s, d uint64) uint64 {
	if w.size == 4 {
		return s
	}
	return d
}

// param returns the index of a parameter.
func (w *wasm) param(name string) int {
	i := slices.IndexFunc(w.params, func(p Param) bool { return p.Name == name })
	if i < 0 {
		panic("gen: no parameter " + name)
	}
	return i
}

func (w *wasm) Arg(name string) I { return w.Copy(I(w.param(name))) }

func (w *wasm) ArgV(name string) V {
	v := w.New()
	w.get(w.param(name))
	w.simd(w.pick(0x13, 0x14))
	w.set(int(v))
	return v
}

func (w *wasm) NewI(k int) I {
	l := w.local(typeI32)
	w.i32(k)
	w.set(l)
	return I(l)
}

func (w *wasm) Copy(a I) I {
	l := w.local(typeI32)
	w.get(int(a))
	w.set(l)
	return I(l)
}

func (w *wasm) AddI(d, s I) {
	w.get(int(d))
	w.get(int(s))
	w.raw(0x6a)
	w.set(int(d))
}

func (w *wasm) AddImm(d I, k int) {
	if k == 0 {
		return
	}
	w.get(int(d))
	w.i32(k)
	w.raw(0x6a)
	w.set(int(d))
}

func (w *wasm) Shr(d I, k int) {
	w.get(int(d))
	w.i32(k)
	w.raw(0x76)
	w.set(int(d))
}

func (w *wasm) And(d I, mask int) {
	w.get(int(d))
	w.i32(mask)
	w.raw(0x71)
	w.set(int(d))
}

func (w *wasm) LoadI32(p I, off int) I {
	l := w.local(typeI32)
	w.get(int(p))
	w.raw(0x28)
	w.memory(off)
	w.set(l)
	return I(l)
}

// LoadPtr: an address has 32 bits, the low half of Go's word.
func (w *wasm) LoadPtr(p, index I) I {
	l := w.local(typeI32)
	w.get(int(p))
	w.get(int(index))
	w.raw(0x6a, 0x28)
	w.memory(0)
	w.set(l)
	return I(l)
}

func (w *wasm) AddPtr(p I, off int, inc I) {
	w.get(int(p))
	w.get(int(p))
	w.raw(0x28)
	w.memory(off)
	w.get(int(inc))
	w.raw(0x6a, 0x36)
	w.memory(off)
}

func (w *wasm) AddWord(d, p I, off int) { w.AddI(d, w.LoadI32(p, off)) }

// Rows: an address needs a register.
func (w *wasm) Rows(p I, n int, ld I) Rows {
	r := Rows{at: []I{w.Copy(p)}}
	for i := 1; i < n; i++ {
		q := w.Copy(r.at[i-1])
		w.AddI(q, ld)
		r.at = append(r.at, q)
	}
	return r
}

func (w *wasm) Beside(r Rows, p, ld I) Rows { return w.Rows(p, len(r.at), ld) }

func (w *wasm) LoadRow(d V, r Rows, i, off int)  { w.Load(d, r.at[i], off) }
func (w *wasm) StoreRow(v V, r Rows, i, off int) { w.Store(v, r.at[i], off) }

func (w *wasm) FMALoadRow(acc, x V, r Rows, i, off int) {
	w.multiplyAdd(acc, w.value(x), func() { w.load(r.at[i], off) }, false)
}

func (w *wasm) OpLRow(op string, d, x V, r Rows, i, off int) { w.OpL(op, d, x, r.at[i], off) }

func (w *wasm) AdvanceBy(r Rows, p I, off int) {
	w.AdvanceI(r, w.LoadI32(p, off))
}

func (w *wasm) AdvanceI(r Rows, d I) {
	for _, q := range r.at {
		w.AddI(q, d)
	}
}

func (w *wasm) Advance(r Rows, bytes int) {
	for _, p := range r.at {
		w.AddImm(p, bytes)
	}
}

func (w *wasm) Loop(n I, body func()) {
	w.raw(0x03, 0x40)
	body()
	w.get(int(n))
	w.i32(1)
	w.raw(0x6b)
	w.tee(int(n))
	w.raw(0x0d, 0, 0x0b)
}

func (w *wasm) If(n I, then func()) {
	w.get(int(n))
	w.raw(0x04, 0x40)
	then()
	w.raw(0x0b)
}

// Switch nests a block for each case in one that all leave to.
func (w *wasm) Switch(kind I, cases ...func()) {
	for range len(cases) + 1 {
		w.raw(0x02, 0x40)
	}
	w.get(int(kind))
	w.op1(0x0e, len(cases)-1)
	for i := range cases {
		w.code = unsigned(w.code, uint64(i))
	}
	for i, f := range cases {
		w.raw(0x0b)
		f()
		w.op1(0x0c, len(cases)-1-i)
	}
	w.raw(0x0b)
}

func (w *wasm) New() V { return V(w.local(typeV128)) }

func (w *wasm) constant(x uint64) {
	w.simd(0x0c)
	for range w.Lanes() {
		if w.size == 4 {
			w.code = binary.LittleEndian.AppendUint32(w.code, uint32(x))
		} else {
			w.code = binary.LittleEndian.AppendUint64(w.code, x)
		}
	}
}

func (w *wasm) float(x float64) {
	if w.size == 4 {
		w.constant(uint64(math.Float32bits(float32(x))))
	} else {
		w.constant(math.Float64bits(x))
	}
}

func (w *wasm) Bits(d V, x uint64)   { w.constant(x); w.set(int(d)) }
func (w *wasm) Const(d V, x float64) { w.float(x); w.set(int(d)) }
func (w *wasm) Zero(d V)             { w.Bits(d, 0) }
func (w *wasm) Move(d, a V)          { w.get(int(a)); w.set(int(d)) }

func (w *wasm) load(p I, off int) {
	w.get(int(p))
	w.simd(0)
	w.memory(off)
}

func (w *wasm) Load(d V, p I, off int) { w.load(p, off); w.set(int(d)) }

func (w *wasm) LoadWide(d V, p I, off int) {
	w.get(int(p))
	w.simd(0x5d) // v128.load64_zero
	w.memory(off)
	w.simd(0x5f) // f64x2.promote_low_f32x4
	w.set(int(d))
}

func (w *wasm) Splat(d V, p I, off int) {
	w.get(int(p))
	w.simd(w.pick(9, 10))
	w.memory(off)
	w.set(int(d))
}

func (w *wasm) Store(v V, p I, off int) {
	w.get(int(p))
	w.get(int(v))
	w.simd(0x0b)
	w.memory(off)
}

// multiplyAdd: acc += x*y, or -= if negative, in one rounding with relaxed SIMD on machines that can, in two without.
func (w *wasm) multiplyAdd(acc V, x, y func(), negative bool) {
	if w.relaxed {
		x()
		y()
		w.get(int(acc))
		if negative {
			w.simd(w.pick(0x106, 0x108))
		} else {
			w.simd(w.pick(0x105, 0x107))
		}
		w.set(int(acc))
		return
	}
	w.get(int(acc))
	x()
	y()
	w.simd(w.opcode("mul"))
	if negative {
		w.simd(w.opcode("sub"))
	} else {
		w.simd(w.opcode("add"))
	}
	w.set(int(acc))
}

func (w *wasm) value(v V) func() { return func() { w.get(int(v)) } }

func (w *wasm) FMA(acc, x, y V)  { w.multiplyAdd(acc, w.value(x), w.value(y), false) }
func (w *wasm) FNMA(acc, x, y V) { w.multiplyAdd(acc, w.value(x), w.value(y), true) }

func (w *wasm) FNMAC(acc, x V, c float64) {
	w.multiplyAdd(acc, w.value(x), func() { w.float(c) }, true)
}

func (w *wasm) MulAdd(acc, x, y V)         { w.chain(acc, x, w.value(y)) }
func (w *wasm) Horner(acc, r V, c float64) { w.chain(acc, r, func() { w.float(c) }) }

// chain: acc = acc*x + y.
func (w *wasm) chain(acc, x V, y func()) {
	w.get(int(acc))
	w.get(int(x))
	if w.relaxed {
		y()
		w.simd(w.pick(0x105, 0x107))
	} else {
		w.simd(w.opcode("mul"))
		y()
		w.simd(w.opcode("add"))
	}
	w.set(int(acc))
}

func (w *wasm) opcode(op string) uint64 {
	code, ok := map[string]uint64{
		"add": w.pick(0xe4, 0xf0), "sub": w.pick(0xe5, 0xf1), "mul": w.pick(0xe6, 0xf2), "div": w.pick(0xe7, 0xf3),
		"minn": w.pick(0xe8, 0xf4), "maxn": w.pick(0xe9, 0xf5), "min": w.pick(0xea, 0xf6), "max": w.pick(0xeb, 0xf7),
		"iadd": w.pick(0xae, 0xce), "isub": w.pick(0xb1, 0xd1), "and": 0x4e, "or": 0x50, "xor": 0x51,
	}[op]
	if !ok {
		panic("gen: no operation " + op)
	}
	return code
}

// Op: pmin(a, b) is "b < a ? b : a", so min and max, "x before y ? x : y", take their arguments the other way round.
func (w *wasm) Op(op string, d, x, y V) {
	if op == "min" || op == "max" {
		x, y = y, x
	}
	w.get(int(x))
	w.get(int(y))
	w.simd(w.opcode(op))
	w.set(int(d))
}

func (w *wasm) OpC(op string, d, x V, c float64) {
	w.get(int(x))
	w.float(c)
	w.simd(w.opcode(op))
	w.set(int(d))
}

func (w *wasm) OpL(op string, d, x V, p I, off int) {
	w.get(int(x))
	w.load(p, off)
	w.simd(w.opcode(op))
	w.set(int(d))
}

func (w *wasm) Sqrt(d, a V) {
	w.get(int(a))
	w.simd(w.pick(0xe3, 0xef))
	w.set(int(d))
}

func (w *wasm) Shl(d, a V, k int) {
	w.get(int(a))
	w.i32(k)
	w.simd(w.pick(0xab, 0xcb))
	w.set(int(d))
}

func (w *wasm) AnyAbove(v V, limit float64) I {
	l := w.local(typeI32)
	w.get(int(v))
	w.float(limit)
	w.simd(w.pick(0x44, 0x4a))
	w.simd(0x53)
	w.set(l)
	return I(l)
}

// lane pushes a float64 lane.
func (w *wasm) lane(v, i int) {
	w.get(v)
	w.simd(0x21)
	w.raw(byte(i))
}

// shuffled pushes a vector of 4-byte words of x and y, 0 to 3 and 4 to 7.
func (w *wasm) shuffled(x, y V, words [4]byte) {
	w.get(int(x))
	w.get(int(y))
	w.simd(0x0d)
	for _, k := range words {
		w.raw(4*k, 4*k+1, 4*k+2, 4*k+3)
	}
}

// merge returns the sum of two shuffles of x and y.
func (w *wasm) merge(x, y V, lo, hi [4]byte) V {
	v := w.New()
	w.shuffled(x, y, lo)
	w.shuffled(x, y, hi)
	w.simd(w.opcode("add"))
	w.set(int(v))
	return v
}

var (
	lowWords, highWords   = [4]byte{0, 4, 1, 5}, [4]byte{2, 6, 3, 7}
	lowHalves, highHalves = [4]byte{0, 1, 4, 5}, [4]byte{2, 3, 6, 7}
)

// AddSums merges as amd64 does.
func (w *wasm) AddSums(rows [][]V, p, ld I) {
	q := w.Copy(p)
	for i, r := range rows {
		if i > 0 {
			w.AddI(q, ld)
		}
		for j, s := range w.rowSums(r) {
			w.OpL("add", s, s, q, 16*j)
			w.Store(s, q, 16*j)
		}
	}
}

// rowSums returns the sums of four accumulators, in one vector of float32 or two of float64.
func (w *wasm) rowSums(r []V) []V {
	if w.size == 8 {
		return []V{w.merge(r[0], r[1], lowHalves, highHalves), w.merge(r[2], r[3], lowHalves, highHalves)}
	}
	x, y := w.merge(r[0], r[1], lowWords, highWords), w.merge(r[2], r[3], lowWords, highWords)
	return []V{w.merge(x, y, lowHalves, highHalves)}
}

func (w *wasm) AddSum(v V, p I) {
	s := w.merge(v, v, lowHalves, highHalves)
	if w.size == 4 {
		s = w.merge(s, s, [4]byte{}, [4]byte{1, 1, 1, 1})
	}
	w.get(int(p))
	w.get(int(p))
	if w.size == 4 {
		w.raw(0x2a)
		w.memory(0)
		w.get(int(s))
		w.simd(0x1f)
		w.raw(0, 0x92, 0x38) // f32.add, f32.store
	} else {
		w.raw(0x2b)
		w.memory(0)
		w.lane(int(s), 0)
		w.raw(0xa0, 0x39) // f64.add, f64.store
	}
	w.memory(0)
}
