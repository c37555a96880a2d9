package interchange

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"counterpoint/solver/experiment"
)

// The npz format (NumPy manual, numpy.lib.format): a zip archive of one NAME.npy per array. An npy file is the 6 bytes of
// npyMagic, a version, the header's length (uint16 in version 1, uint32 in 2 and 3), the header, a Python dictionary padded with
// spaces and ended by a newline so that the data start at a multiple of 64, and the data.

const npyMagic = "\x93NUMPY"

// maxUnpacked bounds the bytes that ReadNPZ takes for one array, so that a small archive cannot ask for all memory.
const maxUnpacked = 1 << 30

// WriteNPZ writes the arrays, uncompressed, as numpy.savez does. Names must differ and be usable as file names.
func WriteNPZ(w io.Writer, arrays []experiment.Array) error {
	z := zip.NewWriter(w)
	seen := map[string]bool{"": true}
	for _, a := range arrays {
		if err := check(a); err != nil {
			return err
		}
		if seen[a.Name] || strings.ContainsAny(a.Name, `/\`) {
			return fmt.Errorf("interchange: npz: array name %q is empty, taken or a path", a.Name)
		}
		seen[a.Name] = true
		// The oldest time of a zip archive: a file's bytes must not depend on when it was written.
		f, err := z.CreateHeader(&zip.FileHeader{Name: a.Name + ".npy", Method: zip.Store, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := f.Write(npyHeader(a)); err != nil {
			return err
		}
		if err := writeValues(f, a); err != nil {
			return err
		}
	}
	return z.Close()
}

// npyHeader returns everything before the values of an npy file of version 1.0.
func npyHeader(a experiment.Array) []byte {
	shape := ""
	for i, d := range a.Shape {
		if i > 0 {
			shape += " "
		}
		shape += strconv.Itoa(d) + ","
	}
	if len(a.Shape) > 1 {
		shape = strings.TrimSuffix(shape, ",")
	}
	kind := "<f4"
	if wide(a) {
		kind = "<f8"
	}
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", kind, shape)
	const before = len(npyMagic) + 4
	total := (before + len(text) + 1 + 63) / 64 * 64
	text += strings.Repeat(" ", total-before-len(text)-1) + "\n"
	b := append([]byte(npyMagic), 1, 0)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(text)))
	return append(b, text...)
}

// ReadNPZ reads the float32 and float64 arrays of an npz file, in the archive's order.
func ReadNPZ(data []byte) ([]experiment.Array, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("interchange: npz: %w", err)
	}
	var arrays []experiment.Array
	seen := map[string]bool{}
	for _, f := range z.File {
		name, ok := strings.CutSuffix(f.Name, ".npy")
		if !ok || seen[name] {
			return nil, fmt.Errorf("interchange: npz: %q is no .npy file or is there twice", f.Name)
		}
		seen[name] = true
		a, err := readMember(f)
		if err != nil {
			return nil, fmt.Errorf("interchange: npz: %s: %w", f.Name, err)
		}
		a.Name = name
		arrays = append(arrays, a)
	}
	return arrays, nil
}

func readMember(f *zip.File) (experiment.Array, error) {
	if f.UncompressedSize64 > maxUnpacked {
		return experiment.Array{}, fmt.Errorf("%d bytes are more than the %d that are read", f.UncompressedSize64, maxUnpacked)
	}
	r, err := f.Open()
	if err != nil {
		return experiment.Array{}, err
	}
	defer r.Close()
	// The archive's word for the size is not trusted: memory grows with what is there.
	b, err := io.ReadAll(io.LimitReader(r, maxUnpacked))
	if err != nil {
		return experiment.Array{}, err
	}
	return readNPY(b)
}

// npyDict takes the values out of an npy header: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), } and blanks to a line's end.
func npyDict(text string) (descr, order, shape string, ok bool) {
	rest, ok1 := strings.CutPrefix(text, "{'descr': '")
	descr, rest, ok2 := strings.Cut(rest, "', 'fortran_order': ")
	order, rest, ok3 := strings.Cut(rest, ", 'shape': (")
	shape, rest, ok4 := strings.Cut(rest, ")")
	rest, ok5 := strings.CutSuffix(rest, "\n")
	rest = strings.Trim(strings.TrimPrefix(rest, ","), " ")
	ok = ok1 && ok2 && ok3 && ok4 && ok5 && rest == "}" && !strings.Contains(descr, "'") && (order == "True" || order == "False")
	return descr, order, shape, ok && strings.Trim(shape, "0123456789, ") == ""
}

// readNPY reads one npy file.
func readNPY(b []byte) (experiment.Array, error) {
	text, data, err := npyParts(b)
	if err != nil {
		return experiment.Array{}, err
	}
	descr, order, shape, ok := npyDict(text)
	if !ok {
		return experiment.Array{}, fmt.Errorf("header %.120q is not one of numpy's", text)
	}
	width := map[string]int{"<f4": 4, "<f8": 8}[descr]
	if width == 0 || order == "True" {
		return experiment.Array{}, fmt.Errorf("type %q, Fortran order %s: save it as np.ascontiguousarray(a, '<f8')", descr, order)
	}
	a := experiment.Array{Shape: []int{}}
	for _, d := range strings.FieldsFunc(shape, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(d)
		if err != nil {
			return experiment.Array{}, err
		}
		a.Shape = append(a.Shape, n)
	}
	if n, ok := elements(a.Shape); !ok || n*width != len(data) {
		return experiment.Array{}, fmt.Errorf("shape %v does not fit %d bytes", a.Shape, len(data))
	}
	values(&a, data, width == 8)
	return a, nil
}

// npyParts splits an npy file into its header's text and its data.
func npyParts(b []byte) (text string, data []byte, err error) {
	if len(b) < 12 || string(b[:6]) != npyMagic {
		return "", nil, errors.New("not an npy file")
	}
	n, at := uint64(binary.LittleEndian.Uint16(b[8:])), uint64(10)
	if version := b[6]; version == 2 || version == 3 {
		n, at = uint64(binary.LittleEndian.Uint32(b[8:])), 12
	} else if version != 1 {
		return "", nil, fmt.Errorf("npy version %d is not 1, 2 or 3", version)
	}
	if at+n > uint64(len(b)) {
		return "", nil, fmt.Errorf("a header of %d bytes in a file of %d", n, len(b))
	}
	return string(b[at : at+n]), b[at+n:], nil
}
