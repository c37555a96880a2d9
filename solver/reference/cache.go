package reference

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"sort"
	"strings"
)

// cacheVersion changes whenever the same question would get another answer.
const cacheVersion = "counterpoint reference 2"

// throughCache answers from the cache if it can, else solves and keeps the answer. A cache that cannot be read or written, or a file
// that is not what was written, is passed over.
func throughCache(q *question, m *method) (Field, error) {
	key := q.key(m)
	if data, ok := cacheRead(key); ok {
		if t, ok := decode(data); ok {
			t.name = m.name
			return t, nil
		}
	}
	f, err := m.solve(q)
	if t, ok := f.(*trajectory); ok && err == nil {
		cacheWrite(key, encode(t))
	}
	return f, err
}

// key is a hash of everything that the answer depends on.
func (q *question) key(m *method) string {
	names := make([]string, 0, len(q.args))
	for n := range q.args {
		names = append(names, n)
	}
	sort.Strings(names)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", cacheVersion, m.name)
	for _, n := range names {
		fmt.Fprintf(&b, "%s=%x\n", n, math.Float64bits(q.args[n]))
	}
	for _, list := range [][]float64{q.exprs, q.bind.Const, q.bind.Unknown} {
		for _, v := range list {
			fmt.Fprintf(&b, "%x ", math.Float64bits(v))
		}
		b.WriteByte('\n')
	}
	b.WriteString(q.p.Text)
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// The kinds of bases in a file.
const (
	kindFourier = iota
	kindNodal
	kindUniform
)

// encode writes a trajectory as float64 numbers, little-endian, after their SHA-256.
func encode(t *trajectory) []byte {
	v := []float64{float64(t.space), float64(t.time), t.t0, t.t1, t.estimate}
	switch b := t.basis.(type) {
	case *fourierBasis:
		v = append(v, kindFourier, 2, b.lo, b.l)
	case *nodal:
		v = append(append(append(v, kindNodal, float64(2*len(b.x))), b.x...), b.w...)
	case *uniformGrid:
		v = append(v, kindUniform, 2, b.lo, b.hi)
	}
	v = append(v, float64(len(t.rows)), float64(len(t.rows[0])), float64(len(t.rows[0][0])))
	for _, field := range t.rows {
		for _, row := range field {
			v = append(v, row...)
		}
	}
	for _, row := range t.initial {
		v = append(v, row...)
	}
	out := make([]byte, sha256.Size, sha256.Size+8*len(v))
	for _, x := range v {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(x))
	}
	sum := sha256.Sum256(out[sha256.Size:])
	copy(out, sum[:])
	return out
}

// decode reads what encode wrote; ok is false for anything else.
func decode(data []byte) (t *trajectory, ok bool) {
	if len(data) < sha256.Size || (len(data)-sha256.Size)%8 != 0 || sha256.Sum256(data[sha256.Size:]) != [sha256.Size]byte(data[:sha256.Size]) {
		return nil, false
	}
	data = data[sha256.Size:]
	v := make([]float64, len(data)/8)
	for i := range v {
		v[i] = math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
	}
	take := func(n int) []float64 {
		if n < 0 || n > len(v) {
			v = nil
			return make([]float64, max(n, 0)&0xffff)
		}
		head := v[:n:n]
		v = v[n:]
		return head
	}
	head := take(7)
	if len(v) == 0 {
		return nil, false
	}
	t = &trajectory{space: int(head[0]), time: int(head[1]), t0: head[2], t1: head[3], estimate: head[4]}
	b := take(int(head[6]))
	switch {
	case head[5] == kindFourier && len(b) == 2:
		t.basis = &fourierBasis{b[0], b[1]}
	case head[5] == kindNodal && len(b) > 0:
		t.basis = &nodal{b[:len(b)/2], b[len(b)/2:]}
	case head[5] == kindUniform && len(b) == 2:
		t.basis = &uniformGrid{b[0], b[1]}
	default:
		return nil, false
	}
	if len(v) < 3 {
		return nil, false
	}
	dims := take(3)
	fields, times, length := int(dims[0]), int(dims[1]), int(dims[2])
	if fields < 1 || times < 1 || length < 1 || fields*times*length > len(v) {
		return nil, false
	}
	t.rows = make([][][]float64, fields)
	for f := range t.rows {
		for range times {
			t.rows[f] = append(t.rows[f], take(length))
		}
	}
	if len(v)%fields != 0 {
		return nil, false
	}
	if n := len(v) / fields; n > 0 { // what is left are the initial rows
		for range fields {
			t.initial = append(t.initial, take(n))
		}
	}
	return t, true
}
