package interchange

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"counterpoint/solver/experiment"
)

// sample has both precisions, shapes of rank 0 to 3, an empty array, and values that text would lose.
func sample() []experiment.Array {
	nan := math.Float64frombits(0x7ff8_0000_0000_0123)
	long := make([]float64, 10000) // more than one chunk
	for i := range long {
		long[i] = math.Sin(float64(i))
	}
	return []experiment.Array{
		{Name: "b", Shape: []int{2, 3}, F32: []float32{1, -2, 0.1, float32(math.Inf(1)), math.SmallestNonzeroFloat32, -0}},
		{Name: "a", Shape: []int{}, F64: []float64{nan}},
		{Name: `quo"te λ`, Shape: []int{1, 2, 1}, F64: []float64{math.Copysign(0, -1), math.MaxFloat64}},
		{Name: "empty", Shape: []int{0, 4}, F32: []float32{}},
		{Name: "long", Shape: []int{10000}, F64: long},
	}
}

// same reports whether two arrays are equal bit for bit.
func same(a, b experiment.Array) bool {
	bits := func(v []float64) (u []uint64) {
		for _, x := range v {
			u = append(u, math.Float64bits(x))
		}
		return u
	}
	return a.Name == b.Name && slices.Equal(a.Shape, b.Shape) && slices.Equal(a.F32, b.F32) && slices.Equal(bits(a.F64), bits(b.F64))
}

func compare(t *testing.T, got, want []experiment.Array) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("got %d arrays, want %d", len(got), len(want))
	}
	for i := range want {
		if !same(got[i], want[i]) {
			t.Errorf("array %d: got %v, want %v", i, got[i], want[i])
		}
	}
}

func TestSafetensorsRoundTrip(t *testing.T) {
	meta := map[string]string{"seed": "1", "arm": "none", "spec": `{"steps":10}`}
	var first, second bytes.Buffer
	for _, w := range []*bytes.Buffer{&first, &second} {
		if err := WriteSafetensors(w, sample(), meta); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two writes differ")
	}
	arrays, got, err := ReadSafetensors(first.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	compare(t, arrays, sample())
	if len(got) != 3 || got["seed"] != "1" || got["spec"] != meta["spec"] {
		t.Errorf("metadata %v, want %v", got, meta)
	}
}

func TestSafetensorsBytes(t *testing.T) {
	var b bytes.Buffer
	err := WriteSafetensors(&b, []experiment.Array{{Name: "w", Shape: []int{2}, F32: []float32{1, 2}}, {Name: "s", F64: []float64{3}}}, map[string]string{"b": "2", "a": "1"})
	if err != nil {
		t.Fatal(err)
	}
	const header = `{"__metadata__":{"a":"1","b":"2"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"s":{"dtype":"F64","shape":[],"data_offsets":[8,16]}}`
	want := "\x90\x00\x00\x00\x00\x00\x00\x00" + header + "    " + "\x00\x00\x80\x3f\x00\x00\x00\x40" + "\x00\x00\x00\x00\x00\x00\x08\x40"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
}

func TestSafetensorsEmpty(t *testing.T) {
	var b bytes.Buffer
	if err := WriteSafetensors(&b, nil, nil); err != nil {
		t.Fatal(err)
	}
	if arrays, meta, err := ReadSafetensors(b.Bytes()); err != nil || len(arrays)+len(meta) != 0 {
		t.Errorf("got %v, %v, %v, want nothing", arrays, meta, err)
	}
}

func TestNPZRoundTrip(t *testing.T) {
	var first, second bytes.Buffer
	for _, w := range []*bytes.Buffer{&first, &second} {
		if err := WriteNPZ(w, sample()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two writes differ")
	}
	arrays, err := ReadNPZ(first.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	compare(t, arrays, sample())
}

func TestNPYHeader(t *testing.T) {
	for _, tt := range []struct {
		shape []int
		want  string
	}{
		{[]int{}, "{'descr': '<f8', 'fortran_order': False, 'shape': (), }"},
		{[]int{3}, "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"},
		{[]int{3, 4}, "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }"},
		{[]int{10, 20, 30}, "{'descr': '<f8', 'fortran_order': False, 'shape': (10, 20, 30), }"},
	} {
		h := npyHeader(experiment.Array{Shape: tt.shape, F64: []float64{}})
		if len(h)%64 != 0 || string(h[:10]) != "\x93NUMPY\x01\x00\x76\x00" || h[len(h)-1] != '\n' {
			t.Errorf("shape %v: header %q is not padded to 128", tt.shape, h)
		}
		if got := string(bytes.TrimRight(h[10:], " \n")); got != tt.want {
			t.Errorf("shape %v: got %s, want %s", tt.shape, got, tt.want)
		}
	}
}

func TestWritersRefuse(t *testing.T) {
	for name, arrays := range map[string][]experiment.Array{
		"shape does not fit": {{Name: "a", Shape: []int{2}, F32: []float32{1}}},
		"both precisions":    {{Name: "a", Shape: []int{1}, F32: []float32{1}, F64: []float64{1}}},
		"negative length":    {{Name: "a", Shape: []int{-1, -1}, F32: []float32{1}}},
		"same name":          {{Name: "a", F32: []float32{1}}, {Name: "a", F32: []float32{1}}},
	} {
		var b bytes.Buffer
		if err := WriteSafetensors(&b, arrays, nil); err == nil {
			t.Errorf("safetensors, %s: no error", name)
		}
		if err := WriteNPZ(&b, arrays); err == nil {
			t.Errorf("npz, %s: no error", name)
		}
	}
	var b bytes.Buffer
	if err := WriteSafetensors(&b, []experiment.Array{{Name: metadataKey, F32: []float32{1}}}, nil); err == nil {
		t.Error("safetensors: a tensor may not be named __metadata__")
	}
	if err := WriteNPZ(&b, []experiment.Array{{Name: "../a", F32: []float32{1}}}); err == nil {
		t.Error("npz: an array may not be a path")
	}
}
