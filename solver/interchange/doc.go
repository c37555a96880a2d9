// Package interchange writes and reads the files that other programs understand: safetensors for weights and checkpoints, npz for
// fields, pinn-gram for the losses and Gram matrices of a run, VTK images and TensorBoard events. The same content gives the same bytes: no file holds a time, a path or
// a random name. Readers take bytes from anywhere: sizes in a file are checked against the file before memory is taken for them.
package interchange

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"counterpoint/solver/experiment"
)

// elements returns the number of elements of a shape, 1 for the empty one, and false if a length is negative or the number of bytes at
// 8 an element does not fit an int.
func elements(shape []int) (n int, ok bool) {
	n = 1
	for _, d := range shape {
		if d < 0 || d > 0 && n > math.MaxInt/8/d {
			return 0, false
		}
		n *= d
	}
	return n, true
}

// check reports what is wrong with an array that is to be written.
func check(a experiment.Array) error {
	n, ok := elements(a.Shape)
	switch {
	case a.F32 != nil && a.F64 != nil:
		return fmt.Errorf("interchange: array %q has both float32 and float64 values", a.Name)
	case !ok || n != len(a.F32)+len(a.F64):
		return fmt.Errorf("interchange: array %q of shape %v has %d values", a.Name, a.Shape, len(a.F32)+len(a.F64))
	}
	return nil
}

// wide reports whether the array's elements are float64.
func wide(a experiment.Array) bool { return a.F64 != nil }

// size returns the number of bytes of the array's values.
func size(a experiment.Array) int { return 4*len(a.F32) + 8*len(a.F64) }

// chunk is the number of bytes that writeValues writes at a time.
const chunk = 1 << 15

// writeValues writes the array's values, little-endian.
func writeValues(w io.Writer, a experiment.Array) error {
	buf := make([]byte, 0, chunk)
	flush := func(limit int) error {
		if len(buf) <= limit {
			return nil
		}
		_, err := w.Write(buf)
		buf = buf[:0]
		return err
	}
	for _, v := range a.F32 {
		buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
		if err := flush(chunk - 8); err != nil {
			return err
		}
	}
	for _, v := range a.F64 {
		buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(v))
		if err := flush(chunk - 8); err != nil {
			return err
		}
	}
	return flush(0)
}

// values sets the array's values from bytes whose number fits its shape.
func values(a *experiment.Array, b []byte, wide bool) {
	if wide {
		a.F64 = make([]float64, len(b)/8)
		for i := range a.F64 {
			a.F64[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
		}
		return
	}
	a.F32 = make([]float32, len(b)/4)
	for i := range a.F32 {
		a.F32[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
}
