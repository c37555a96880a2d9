package experiment

import (
	"encoding/binary"
	"errors"
	"math"
	"unsafe"
)

// Frame is a Snapshot and the grids of a View, as one buffer: a head of 96 bytes, then float64 rows, then float32 grids,
// all little-endian. Encode and Decode reuse memory.
type Frame struct {
	Snapshot
	Gen     int
	Request int // ID of the request it answers, 0 if none
	Running bool
	Rate    float64 // steps a second, lately
	W, H    int
	Grids   []Grid // in the order of View.Quantities; empty if this frame carries none
}

// Grid is one quantity on W x H points, bottom row first, with its range over the finite values.
type Grid struct {
	Lo, Hi float64
	Value  []float32
}

const (
	frameMagic  = 0x33465043 // "CPF3"
	frameHead   = 96
	maxLosses   = 64
	maxBlocks   = 256
	maxFields   = 64
	maxUnknowns = 256
	maxGrids    = 8
	maxStats    = 16
	maxCells    = 1 << 22
)

// ErrFrame is returned for bytes that are no frame.
var ErrFrame = errors.New("experiment: malformed frame")

// float64 rows of the frame, in order. blocks is the number of parameter blocks.
func (f *Frame) rows() [9]*[]float64 {
	return [9]*[]float64{&f.Loss, &f.Weight, &f.Gram, &f.BlockGram, &f.Update, &f.Error, &f.Centered, &f.Unknown, &f.Stat}
}

func rowLens(k, b, nf, nu, ns int) [9]int { return [9]int{k, k, k * k, b * k * k, k, nf, nf, nu, ns} }

// Encode writes f into buf, grown if needed, and returns it.
func (f *Frame) Encode(buf []byte) []byte {
	k := len(f.Loss)
	b := 0
	if k > 0 {
		b = len(f.BlockGram) / (k * k)
	}
	n := frameHead + 16*len(f.Grids)
	lens := rowLens(k, b, len(f.Error), len(f.Unknown), len(f.Stat))
	for i, r := range f.rows() {
		if len(*r) != lens[i] {
			panic("experiment: snapshot rows of unequal length")
		}
		n += 8 * lens[i]
	}
	for _, g := range f.Grids {
		if len(g.Value) != f.W*f.H {
			panic("experiment: grid length differs from W*H")
		}
		n += 4 * len(g.Value)
	}
	if cap(buf) < n {
		buf = make([]byte, n)
	}
	buf = buf[:n]
	le := binary.LittleEndian
	for i, v := range []int{frameMagic, f.Gen, f.Request, f.Step, k, b, len(f.Error), len(f.Unknown), len(f.Grids), f.W, f.H, asInt(f.Running)} {
		le.PutUint32(buf[4*i:], uint32(v))
	}
	for i, v := range []float64{f.Seconds, f.LR, f.UpdateNorm, f.Rate} {
		le.PutUint64(buf[48+8*i:], math.Float64bits(v))
	}
	le.PutUint64(buf[80:], uint64(len(f.Stat)))
	le.PutUint64(buf[88:], 0)
	p := frameHead
	for _, r := range f.rows() {
		for _, v := range *r {
			le.PutUint64(buf[p:], math.Float64bits(v))
			p += 8
		}
	}
	for _, g := range f.Grids {
		le.PutUint64(buf[p:], math.Float64bits(g.Lo))
		le.PutUint64(buf[p+8:], math.Float64bits(g.Hi))
		p += 16
	}
	for _, g := range f.Grids {
		p += copy(buf[p:], bytesOf(g.Value))
	}
	return buf
}

// Decode reads buf into f, reusing f's slices. f shares no memory with buf afterwards. Bytes that are no frame give ErrFrame.
func (f *Frame) Decode(buf []byte) error {
	if len(buf) < frameHead || binary.LittleEndian.Uint32(buf) != frameMagic {
		return ErrFrame
	}
	le := binary.LittleEndian
	head := func(i int) int { return int(le.Uint32(buf[4*i:])) }
	k, b, nf, nu, ng, w, h := head(4), head(5), head(6), head(7), head(8), head(9), head(10)
	ns := head(20)
	if ns > maxStats || k > maxLosses || b > maxBlocks || nf > maxFields || nu > maxUnknowns || ng > maxGrids || w > maxCells || h > maxCells || uint64(w)*uint64(h) > maxCells {
		return ErrFrame
	}
	lens := rowLens(k, b, nf, nu, ns)
	n := frameHead + ng*(16+4*w*h)
	for _, l := range lens {
		n += 8 * l
	}
	if len(buf) != n {
		return ErrFrame
	}
	f.Gen, f.Request, f.Step, f.W, f.H, f.Running = head(1), head(2), head(3), w, h, head(11) != 0
	for i, v := range []*float64{&f.Seconds, &f.LR, &f.UpdateNorm, &f.Rate} {
		*v = math.Float64frombits(le.Uint64(buf[48+8*i:]))
	}
	p := frameHead
	for i, r := range f.rows() {
		*r = resize(*r, lens[i])
		for j := range *r {
			(*r)[j] = math.Float64frombits(le.Uint64(buf[p:]))
			p += 8
		}
	}
	f.Grids = resize(f.Grids, ng)
	for i := range f.Grids {
		f.Grids[i].Lo, f.Grids[i].Hi = math.Float64frombits(le.Uint64(buf[p:])), math.Float64frombits(le.Uint64(buf[p+8:]))
		p += 16
	}
	for i := range f.Grids {
		f.Grids[i].Value = resize(f.Grids[i].Value, w*h)
		p += copy(bytesOf(f.Grids[i].Value), buf[p:])
	}
	return nil
}

// bytesOf views values as bytes: every target of this program is little-endian.
func bytesOf(v []float32) []byte {
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&v[0])), 4*len(v))
}

func resize[E any](s []E, n int) []E {
	if cap(s) < n {
		t := make([]E, n)
		copy(t, s[:cap(s)])
		return t
	}
	return s[:n]
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
