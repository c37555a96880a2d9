package interchange

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"math"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

func TestWriteVTI(t *testing.T) {
	m := Image{Points: [3]int{3, 2, 1}, Origin: [3]float64{-1, 0, 0}, Spacing: [3]float64{1, 0.5, 1}, Arrays: []experiment.Array{
		experiment.NewArray("u", []float32{1, 2, 3, 4, 5, 6}), experiment.NewArray("a<b", []float64{1, 2, 3, 4, 5, math.Pi})}}
	var b bytes.Buffer
	if err := WriteVTI(&b, m); err != nil {
		t.Fatal(err)
	}
	head, raw, ok := bytes.Cut(b.Bytes(), []byte("encoding=\"raw\">\n_"))
	if !ok {
		t.Fatalf("no appended data in %q", b.String())
	}
	var f struct {
		ImageData struct {
			WholeExtent, Origin, Spacing string `xml:",attr"`
			Piece                        struct {
				PointData struct {
					DataArray []struct {
						Type   string `xml:"type,attr"`
						Name   string `xml:",attr"`
						Offset int    `xml:"offset,attr"`
					}
				}
			}
		}
	}
	if err := xml.Unmarshal(append(bytes.Clone(head), "encoding=\"raw\"></AppendedData></VTKFile>"...), &f); err != nil {
		t.Fatal(err)
	}
	a := f.ImageData.Piece.PointData.DataArray
	if f.ImageData.WholeExtent != "0 2 0 1 0 0" || f.ImageData.Origin != "-1 0 0" || f.ImageData.Spacing != "1 0.5 1" || len(a) != 2 {
		t.Fatalf("%+v", f)
	}
	if a[0].Type != "Float32" || a[1].Type != "Float64" || a[1].Name != "a<b" || a[0].Offset != 0 || a[1].Offset != 8+24 {
		t.Errorf("arrays %+v", a)
	}
	if n := binary.LittleEndian.Uint64(raw); n != 24 {
		t.Errorf("the first array says %d bytes, has 24", n)
	}
	second := raw[a[1].Offset:]
	if n := binary.LittleEndian.Uint64(second); n != 48 || math.Float64frombits(binary.LittleEndian.Uint64(second[8+40:])) != math.Pi {
		t.Errorf("the second array says %d bytes, or does not end with pi", n)
	}
	m.Arrays[0].F32, m.Arrays[0].Shape = m.Arrays[0].F32[:5], []int{5}
	if err := WriteVTI(&b, m); err == nil || !strings.Contains(err.Error(), "5 values for 6 points") {
		t.Errorf("five values on six points: %v", err)
	}
}

func TestWritePVD(t *testing.T) {
	var b bytes.Buffer
	if err := WritePVD(&b, []Instant{{0, "a.vti"}, {0.5, "b&c.vti"}}); err != nil {
		t.Fatal(err)
	}
	var f struct {
		Collection struct {
			DataSet []struct {
				Time float64 `xml:"timestep,attr"`
				File string  `xml:"file,attr"`
			}
		}
	}
	if err := xml.Unmarshal(b.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	if d := f.Collection.DataSet; len(d) != 2 || d[1].Time != 0.5 || d[1].File != "b&c.vti" {
		t.Errorf("%+v", d)
	}
}
