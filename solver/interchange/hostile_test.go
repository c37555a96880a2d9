package interchange

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// tensors returns a safetensors file of the given header and data.
func tensors(header, data string) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), data...)
}

func TestReadSafetensorsRefuses(t *testing.T) {
	const eight = "12345678"
	for name, b := range map[string][]byte{
		"nothing":           nil,
		"short":             {1, 2, 3},
		"huge header":       append(bytes.Repeat([]byte{0xff}, 8), "{}"...),
		"header past end":   {200, 0, 0, 0, 0, 0, 0, 0, '{', '}'},
		"no JSON":           tensors("hello", ""),
		"a list":            tensors("[1]", ""),
		"unclosed":          tensors(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}`, eight),
		"text after":        tensors(`{} {}`, ""),
		"data left over":    tensors(`{}`, eight),
		"type":              tensors(`{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}`, eight),
		"twice":             tensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, eight),
		"overlap":           tensors(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, eight),
		"hole":              tensors(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, eight),
		"past end":          tensors(`{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}`, eight),
		"backwards":         tensors(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}`, eight),
		"negative":          tensors(`{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}`, eight),
		"negative offset":   tensors(`{"a":{"dtype":"F32","shape":[4],"data_offsets":[-8,8]}}`, eight),
		"product overflows": tensors(`{"a":{"dtype":"F64","shape":[4294967296,4294967296,1],"data_offsets":[0,8]}}`, eight),
		"offset overflows":  tensors(`{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,99999999999999999999]}}`, eight),
		"shape differs":     tensors(`{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}`, eight),
		"metadata":          tensors(`{"__metadata__":{"a":1}}`, ""),
	} {
		if arrays, _, err := ReadSafetensors(b); err == nil {
			t.Errorf("%s: read %v, want an error", name, arrays)
		}
	}
}

// npz returns an archive with one member.
func npz(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func npy(dict, data string) string {
	return "\x93NUMPY\x01\x00" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(dict)+1))) + dict + "\n" + data
}

func TestReadNPZRefuses(t *testing.T) {
	const eight = "12345678"
	for name, tt := range map[string]struct{ member, content string }{
		"not npy":         {"a.txt", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", eight)},
		"magic":           {"a.npy", "hello, this is no array"},
		"short":           {"a.npy", "\x93NUMPY\x01"},
		"version":         {"a.npy", "\x93NUMPY\x09\x00\x02\x00{}\n"},
		"header past end": {"a.npy", "\x93NUMPY\x01\x00\xff\xff{}\n"},
		"huge header":     {"a.npy", "\x93NUMPY\x02\x00\xff\xff\xff\xff{}\n"},
		"no dictionary":   {"a.npy", npy("__import__('os')", eight)},
		"big-endian":      {"a.npy", npy("{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }", eight)},
		"Fortran":         {"a.npy", npy("{'descr': '<f8', 'fortran_order': True, 'shape': (1,), }", eight)},
		"shape":           {"a.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", eight)},
		"overflow":        {"a.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", eight)},
		"number overflow": {"a.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", eight)},
	} {
		if arrays, err := ReadNPZ(npz(t, tt.member, tt.content)); err == nil {
			t.Errorf("%s: read %v, want an error", name, arrays)
		}
	}
	if _, err := ReadNPZ([]byte("PK but no archive")); err == nil {
		t.Error("no archive: no error")
	}
}

func TestReadNPZOfNumpy(t *testing.T) {
	// As numpy 2 writes it: a comma but no space at the end, compressed by savez_compressed.
	dict := "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }" + strings.Repeat(" ", 60)
	arrays, err := ReadNPZ(npz(t, "u.npy", npy(dict, "\x00\x00\x80\x3f\x00\x00\x00\x40")))
	if err != nil {
		t.Fatal(err)
	}
	compare(t, arrays, []experiment.Array{{Name: "u", Shape: []int{2}, F32: []float32{1, 2}}})
}

func FuzzReadSafetensors(f *testing.F) {
	f.Add(tensors(`{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, "12345678"))
	f.Add(tensors(`{}`, ""))
	f.Fuzz(func(t *testing.T, b []byte) {
		arrays, meta, err := ReadSafetensors(b)
		if err != nil {
			return
		}
		var w bytes.Buffer
		if err := WriteSafetensors(&w, arrays, meta); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, _, err := ReadSafetensors(w.Bytes())
		if err != nil || len(again) != len(arrays) {
			t.Fatalf("what was written cannot be read: %v", err)
		}
	})
}

func FuzzReadNPZ(f *testing.F) {
	var b bytes.Buffer
	if err := WriteNPZ(&b, []experiment.Array{{Name: "a", Shape: []int{2}, F64: []float64{1, 2}}}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		arrays, err := ReadNPZ(b)
		for _, a := range arrays {
			if err == nil && check(a) != nil {
				t.Fatal(check(a))
			}
		}
	})
}
