package interchange

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// npz reads the twin of JSON lines in arrays. The arrays are read side by side, row by row.
func (b *builder) npz(r io.ReaderAt, size int64) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return fault("write it with np.savez", "not an npz file: %v", err)
	}
	in := map[string]*npyStream{}
	defer func() {
		for _, s := range in {
			s.close()
		}
	}()
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, ".npy")
		switch name {
		case "step", "loss", "gram", "names", "weights", "pgram", "egram", "dgram", "du", "dl":
			if in[name] != nil {
				return fault("write it with np.savez", "two arrays %s", name)
			}
			s, err := openNPY(f)
			if err != nil {
				return fault("save it as np.ascontiguousarray(a, '<f8'), names as np.array([\"pde\", \"ic\"])", "array %s: %v", name, err)
			}
			in[name] = s
		}
	}
	for _, name := range []string{"step", "loss", "gram", "names"} {
		if in[name] == nil {
			return fault("np.savez(file, step=[T], loss=[T,K], gram=[T,K,K], names=[K])", "no array %s", name)
		}
	}
	names, err := in["names"].words()
	if err != nil {
		return fault("names is np.array([\"pde\", \"ic\"])", "array names: %v", err)
	}
	if err := b.start(names); err != nil {
		return err
	}
	return b.npzRows(in)
}

// npzRows checks the arrays' shapes against each other and reads the rows.
func (b *builder) npzRows(in map[string]*npyStream) error {
	k := len(b.header.Losses)
	if len(in["step"].shape) != 1 {
		return fault("step has one axis", "step has the shape %v", in["step"].shape)
	}
	rows := in["step"].shape[0]
	want := map[string][]int{"step": {rows}, "names": {k}, "gram": {rows, k, k}, "pgram": {rows, k, k}, "egram": {rows, k, k}, "dgram": {rows, k, k}}
	for name, s := range in {
		shape := want[name]
		if shape == nil {
			shape = []int{rows, k}
		}
		if fmt.Sprint(s.shape) != fmt.Sprint(shape) {
			return fault("T is the number of rows, K of names", "array %s has the shape %v, want %v", name, s.shape, shape)
		}
	}
	for n := range rows {
		raw, err := npzRow(in, k)
		if err == nil {
			err = b.add(raw)
		}
		var g *GramError
		if errors.As(err, &g) {
			g.Line, g.Row = n+1, true
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func npzRow(in map[string]*npyStream, k int) (*rawRow, error) {
	raw := &rawRow{}
	step := []float64{0}
	if err := in["step"].read(step); err != nil {
		return nil, err
	}
	raw.step = step[0]
	for name, to := range map[string]*[]float64{"loss": &raw.loss, "weights": &raw.weights, "du": &raw.du, "dl": &raw.dl} {
		if s := in[name]; s != nil {
			*to = make([]float64, k)
			if err := s.finite(name, *to); err != nil {
				return nil, err
			}
		}
	}
	for name, to := range map[string]*[][]float64{"gram": &raw.gram, "pgram": &raw.pgram, "egram": &raw.egram, "dgram": &raw.dgram} {
		if s := in[name]; s != nil {
			for range k {
				row := make([]float64, k)
				if err := s.finite(name, row); err != nil {
					return nil, err
				}
				*to = append(*to, row)
			}
		}
	}
	return raw, nil
}

// npyStream reads one member of an npz file value by value.
type npyStream struct {
	file  io.ReadCloser
	r     *bufio.Reader
	kind  byte // f, i, u, U or S
	width int  // bytes of an element
	shape []int
	buf   []byte
}

func (s *npyStream) close() { s.file.Close() }

// openNPY reads a member's header.
func openNPY(f *zip.File) (*npyStream, error) {
	file, err := f.Open()
	if err != nil {
		return nil, err
	}
	s := &npyStream{file: file, r: bufio.NewReader(&counted{r: file})}
	if err := s.header(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *npyStream) header() error {
	start := make([]byte, 10)
	if _, err := io.ReadFull(s.r, start); err != nil || string(start[:6]) != npyMagic {
		return errors.New("not an npy file")
	}
	n := int(binary.LittleEndian.Uint16(start[8:]))
	if start[6] > 1 {
		more := make([]byte, 2)
		if _, err := io.ReadFull(s.r, more); err != nil {
			return err
		}
		n |= int(binary.LittleEndian.Uint16(more)) << 16
	}
	if n > 1<<16 {
		return fmt.Errorf("a header of %d bytes", n)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(s.r, text); err != nil {
		return err
	}
	descr, fortran, shape, known := npyDict(string(text))
	if !known {
		return fmt.Errorf("header %.120q is not one of numpy's", text)
	}
	order, kind := descr[:min(1, len(descr))], descr[min(1, len(descr)):]
	width, err := strconv.Atoi(kind[min(1, len(kind)):])
	if err != nil || width < 1 || width > 256 || order == ">" {
		return fmt.Errorf("type %q", descr)
	}
	s.kind, s.width = kind[0], width
	if s.kind == 'U' {
		s.width *= 4
	}
	for _, d := range strings.FieldsFunc(shape, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(d)
		if err != nil {
			return err
		}
		s.shape = append(s.shape, n)
	}
	if fortran == "True" && len(s.shape) > 1 {
		return errors.New("Fortran order")
	}
	ok := s.kind == 'f' && (width == 4 || width == 8) || (s.kind == 'i' || s.kind == 'u') && (width == 4 || width == 8) || s.kind == 'U' || s.kind == 'S'
	if _, fits := elements(s.shape); !ok || !fits {
		return fmt.Errorf("type %q of shape %v", descr, s.shape)
	}
	return nil
}

// read fills dst with the next numbers.
func (s *npyStream) read(dst []float64) error {
	for i := range dst {
		b, err := s.element()
		if err != nil {
			return fault("write it again", "the array ends early: %v", err)
		}
		u := uint64(binary.LittleEndian.Uint32(b))
		if s.width == 8 {
			u = binary.LittleEndian.Uint64(b)
		}
		switch {
		case s.kind == 'f' && s.width == 8:
			dst[i] = math.Float64frombits(u)
		case s.kind == 'f':
			dst[i] = float64(math.Float32frombits(uint32(u)))
		case s.kind == 'i' && s.width == 8:
			dst[i] = float64(int64(u))
		case s.kind == 'i':
			dst[i] = float64(int32(u))
		case s.kind == 'u':
			dst[i] = float64(u)
		default:
			return fault("save numbers as float64", "text where numbers are wanted")
		}
	}
	return nil
}

// finite fills dst with the next numbers of the array of that name. An npz file has no mark for an absent loss: NaN is a fault.
func (s *npyStream) finite(name string, dst []float64) error {
	if err := s.read(dst); err != nil {
		return err
	}
	for _, v := range dst {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fault(notFinite+"; losses that are absent at some steps need JSON lines (null) or CSV (an empty cell)", "array %s holds %g", name, v)
		}
	}
	return nil
}

func (s *npyStream) element() ([]byte, error) {
	s.buf = append(s.buf[:0], make([]byte, s.width)...)
	_, err := io.ReadFull(s.r, s.buf)
	return s.buf, err
}

// words reads all elements as text.
func (s *npyStream) words() ([]string, error) {
	if (s.kind != 'U' && s.kind != 'S') || len(s.shape) != 1 || s.shape[0] > 1<<10 {
		return nil, fmt.Errorf("shape %v, kind %c", s.shape, s.kind)
	}
	var out []string
	for range s.shape[0] {
		b, err := s.element()
		if err != nil {
			return nil, err
		}
		if s.kind == 'U' {
			var text []rune
			for i := 0; i < len(b); i += 4 {
				text = append(text, rune(binary.LittleEndian.Uint32(b[i:])))
			}
			b = []byte(string(text))
		}
		out = append(out, strings.TrimRight(string(b), "\x00"))
	}
	return out, nil
}
