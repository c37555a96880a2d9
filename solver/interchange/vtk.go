package interchange

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"io"

	"counterpoint/solver/experiment"
)

// Image is a field on a regular grid of up to three axes: what VTK calls ImageData. Values run along the first axis fastest.
type Image struct {
	Points  [3]int // along each axis, at least 1
	Origin  [3]float64
	Spacing [3]float64 // above 0, also along an axis of one point
	Arrays  []experiment.Array
}

// WriteVTI writes the image as an XML ImageData file (VTK File Formats, "ImageData") with raw appended values. Arrays must have
// as many values as the grid has points.
func WriteVTI(w io.Writer, m Image) error {
	n := m.Points[0] * m.Points[1] * m.Points[2]
	var head bytes.Buffer
	extent := fmt.Sprintf("0 %d 0 %d 0 %d", m.Points[0]-1, m.Points[1]-1, m.Points[2]-1)
	fmt.Fprintf(&head, "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"1.0\" byte_order=\"LittleEndian\" header_type=\"UInt64\">\n")
	fmt.Fprintf(&head, "<ImageData WholeExtent=%q Origin=\"%g %g %g\" Spacing=\"%g %g %g\">\n<Piece Extent=%q>\n<PointData>\n", extent,
		m.Origin[0], m.Origin[1], m.Origin[2], m.Spacing[0], m.Spacing[1], m.Spacing[2], extent)
	offset := 0
	for _, a := range m.Arrays {
		if err := check(a); err != nil {
			return err
		}
		if len(a.F32)+len(a.F64) != n {
			return fmt.Errorf("interchange: vti: array %q has %d values for %d points", a.Name, len(a.F32)+len(a.F64), n)
		}
		kind := "Float32"
		if wide(a) {
			kind = "Float64"
		}
		fmt.Fprintf(&head, "<DataArray type=%q Name=\"%s\" NumberOfComponents=\"1\" format=\"appended\" offset=\"%d\"/>\n", kind, escaped(a.Name), offset)
		offset += 8 + size(a)
	}
	head.WriteString("</PointData>\n</Piece>\n</ImageData>\n<AppendedData encoding=\"raw\">\n_")
	if _, err := head.WriteTo(w); err != nil {
		return err
	}
	for _, a := range m.Arrays {
		if _, err := w.Write(binary.LittleEndian.AppendUint64(nil, uint64(size(a)))); err != nil {
			return err
		}
		if err := writeValues(w, a); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n</AppendedData>\n</VTKFile>\n")
	return err
}

// Instant is a file of a collection and its time.
type Instant struct {
	Time float64
	File string // relative to the collection's folder
}

// WritePVD writes ParaView's collection of files in time.
func WritePVD(w io.Writer, files []Instant) error {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"1.0\" byte_order=\"LittleEndian\">\n<Collection>\n")
	for _, f := range files {
		fmt.Fprintf(&b, "<DataSet timestep=\"%g\" part=\"0\" file=\"%s\"/>\n", f.Time, escaped(f.File))
	}
	b.WriteString("</Collection>\n</VTKFile>\n")
	_, err := b.WriteTo(w)
	return err
}

func escaped(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s)) // into memory
	return b.String()
}
