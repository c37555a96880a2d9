package interchange

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"

	"counterpoint/solver/experiment"
)

// The safetensors format (Hugging Face, safetensors README, "Format"): 8 bytes, the header's length as little-endian uint64; the
// header, a JSON object from tensor name to {dtype, shape, data_offsets}, with the strings of "__metadata__" beside; the tensors'
// bytes without gaps. We pad the header with spaces so that the data start at a multiple of 8, as the reference writer does.

// metadataKey is the one key of the header that names no tensor.
const metadataKey = "__metadata__"

// maxHeader is the longest header that is read, as in the reference reader.
const maxHeader = 100 << 20

// WriteSafetensors writes the arrays, in their order, and metadata. Names must differ and may not be "__metadata__".
func WriteSafetensors(w io.Writer, arrays []experiment.Array, metadata map[string]string) error {
	header, err := safetensorsHeader(arrays, metadata)
	if err != nil {
		return err
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	for _, a := range arrays {
		if err := writeValues(w, a); err != nil {
			return err
		}
	}
	return nil
}

// tensor is a tensor's entry in the header.
type tensor struct {
	Type    string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// safetensorsHeader returns the length and the padded header. Metadata come first, by key, then the arrays.
func safetensorsHeader(arrays []experiment.Array, metadata map[string]string) ([]byte, error) {
	var b bytes.Buffer
	b.Write(make([]byte, 8))
	comma := byte('{')
	add := func(key string, value any) error {
		k, err1 := json.Marshal(key)
		v, err2 := json.Marshal(value)
		b.WriteByte(comma)
		comma = ','
		b.Write(k)
		b.WriteByte(':')
		b.Write(v)
		return errors.Join(err1, err2)
	}
	if len(metadata) > 0 {
		if err := add(metadataKey, metadata); err != nil { // encoding/json sorts the keys
			return nil, err
		}
	}
	seen := map[string]bool{metadataKey: true}
	offset := 0
	for _, a := range arrays {
		if err := check(a); err != nil {
			return nil, err
		}
		if seen[a.Name] {
			return nil, fmt.Errorf("interchange: safetensors: array name %q is taken", a.Name)
		}
		seen[a.Name] = true
		t := tensor{"F32", append([]int{}, a.Shape...), [2]int{offset, offset + size(a)}}
		if wide(a) {
			t.Type = "F64"
		}
		offset += size(a)
		if err := add(a.Name, t); err != nil {
			return nil, err
		}
	}
	if comma == '{' {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	for b.Len()%8 != 0 {
		b.WriteByte(' ')
	}
	header := b.Bytes()
	binary.LittleEndian.PutUint64(header, uint64(len(header)-8))
	return header, nil
}

// ReadSafetensors reads a safetensors file of F32 and F64 tensors. The arrays are in the order of their data and share no
// memory with data.
func ReadSafetensors(data []byte) (arrays []experiment.Array, metadata map[string]string, err error) {
	if len(data) < 8 {
		return nil, nil, fmt.Errorf("interchange: safetensors: %d bytes are too few for a header", len(data))
	}
	n := binary.LittleEndian.Uint64(data)
	if n > maxHeader || n > uint64(len(data)-8) {
		return nil, nil, fmt.Errorf("interchange: safetensors: a header of %d bytes in a file of %d", n, len(data))
	}
	entries, metadata, err := parseHeader(data[8 : 8+n])
	if err != nil {
		return nil, nil, fmt.Errorf("interchange: safetensors: header: %w", err)
	}
	data = data[8+n:]
	sort.SliceStable(entries, func(i, j int) bool { return entries[i].Offsets[0] < entries[j].Offsets[0] })
	end := 0
	for _, e := range entries {
		a, err := e.read(data, end)
		if err != nil {
			return nil, nil, fmt.Errorf("interchange: safetensors: tensor %q: %w", e.name, err)
		}
		end = e.Offsets[1]
		arrays = append(arrays, a)
	}
	if end != len(data) {
		return nil, nil, fmt.Errorf("interchange: safetensors: %d bytes of data belong to no tensor", len(data)-end)
	}
	return arrays, metadata, nil
}

// entry is a named tensor of a header that was read.
type entry struct {
	name string
	tensor
}

// parseHeader reads the header's object, refusing repeated keys.
func parseHeader(header []byte) (entries []entry, metadata map[string]string, err error) {
	dec := json.NewDecoder(bytes.NewReader(header))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, nil, errors.Join(errors.New("no JSON object"), err)
	}
	seen := map[string]bool{}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, nil, err
		}
		key, _ := t.(string)
		if seen[key] {
			return nil, nil, fmt.Errorf("%q is there twice", key)
		}
		seen[key] = true
		if key == metadataKey {
			err = dec.Decode(&metadata)
		} else {
			e := entry{name: key}
			err = dec.Decode(&e.tensor)
			entries = append(entries, e)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%q: %w", key, err)
		}
	}
	if _, err := dec.Token(); err != nil {
		return nil, nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, nil, errors.New("text after the object")
	}
	return entries, metadata, nil
}

// read returns the entry's array out of data, whose first begin bytes belong to the entries before it.
func (e *entry) read(data []byte, begin int) (experiment.Array, error) {
	bytes := map[string]int{"F32": 4, "F64": 8}[e.Type]
	if bytes == 0 {
		return experiment.Array{}, fmt.Errorf("type %q is neither F32 nor F64", e.Type)
	}
	n, ok := elements(e.Shape)
	lo, hi := e.Offsets[0], e.Offsets[1]
	if !ok || lo != begin || hi < lo || hi > len(data) || hi-lo != n*bytes {
		return experiment.Array{}, fmt.Errorf("shape %v at bytes %d to %d does not follow byte %d of %d", e.Shape, lo, hi, begin, len(data))
	}
	a := experiment.Array{Name: e.name, Shape: append([]int{}, e.Shape...)}
	values(&a, data[lo:hi], bytes == 8)
	return a, nil
}
