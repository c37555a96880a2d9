package interchange

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"
	"testing"

	"counterpoint/solver/experiment"
)

// The checksum of "123456789" is the check value of CRC-32C (RFC 3720, appendix B.4); its mask is LevelDB's.
func TestMasked(t *testing.T) {
	c := crc32.Checksum([]byte("123456789"), castagnoli)
	if c != 0xe3069283 {
		t.Fatalf("CRC-32C is %#x", c)
	}
	rotated := masked([]byte("123456789")) - 0xa282ead8
	if rotated<<15|rotated>>17 != c {
		t.Errorf("the mask cannot be undone: %#x", rotated)
	}
}

func TestEvents(t *testing.T) {
	var b bytes.Buffer
	w, err := NewEventWriter(&b, []string{"pde", "bc"}, []string{"u"}, []string{"nu"}, 40)
	if err != nil {
		t.Fatal(err)
	}
	s := experiment.Snapshot{Step: 300, Seconds: 2.5, LR: 1e-3, Loss: []float64{0.25, math.NaN()}, Weight: []float64{1, 2}, Gram: []float64{4, -2, -2, 1}, Error: []float64{0.5}, Unknown: []float64{3}}
	if err := w.Row(&s); err != nil {
		t.Fatal(err)
	}
	var events [][]byte
	for r := b.Bytes(); len(r) > 0; {
		n := int(binary.LittleEndian.Uint64(r))
		if binary.LittleEndian.Uint32(r[8:]) != masked(r[:8]) || binary.LittleEndian.Uint32(r[12+n:]) != masked(r[12:12+n]) {
			t.Fatal("a checksum does not fit")
		}
		events, r = append(events, r[12:12+n]), r[16+n:]
	}
	if len(events) != 3 || !bytes.HasSuffix(events[0], []byte("brain.Event:2")) || !bytes.HasSuffix(events[1], []byte{2 << 3, 40, 7<<3 | 2, 2, 1 << 3, 1}) {
		t.Fatalf("events %q", events)
	}
	e := events[2]
	if math.Float64frombits(binary.LittleEndian.Uint64(e[1:])) != 2.5 || !bytes.Equal(e[9:12], []byte{2 << 3, 300&127 | 128, 300 >> 7}) {
		t.Errorf("time and step of %q", e)
	}
	for tag, want := range map[string]float32{"loss/pde": 0.25, "weight/bc": 2, "gradient norm/pde": 2, "gradient cosine/pde, bc": -1, "relative L2 error/u": 0.5, "coefficient/nu": 3, "learning rate": 1e-3} {
		_, after, ok := bytes.Cut(e, []byte(tag))
		if !ok || after[0] != 2<<3|5 || math.Float32frombits(binary.LittleEndian.Uint32(after[1:])) != want {
			t.Errorf("%s is not %g in %q", tag, want, e)
		}
	}
	if bytes.Contains(e, []byte("loss/bc")) {
		t.Error("an absent loss was written")
	}
}
