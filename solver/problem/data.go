package problem

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"counterpoint/solver/expr"
	"counterpoint/solver/geometry"
)

// Data is what a data line compares with. Its points are fixed by the text, not by the run. The line's residual reads the measured
// values of a point as data columns (expr.Graph.Dim): Problem.DataValues computes them.
type Data struct {
	N       int       // points
	X       []float64 // N x d, row-major
	Columns int       // values a point
	File    string    // of a CSV file; empty for random points
	Noise   float64   // standard deviation, in units of the root mean square of the clean values
	Seed    uint64

	value []float64 // N x Columns, from a file
	clean expr.ID   // without noise, as an expression of the coordinates; None: the truth of field
	field int
}

const maxRows = 1_000_000

// DataValues returns the measured values at the data's points, N x Columns, row-major: a file's, or the clean values plus noise drawn
// from the text's seed. truth, which may be nil, returns all fields at a point where only a reference knows them.
func (p *Problem) DataValues(d *Data, bind expr.Binding, truth func(x, out []float64)) ([]float64, error) {
	if d.value != nil {
		return d.value, nil
	}
	out := make([]float64, d.N)
	dim := len(p.Coords)
	if d.clean == expr.None {
		if truth == nil {
			return nil, errors.New("problem: the data are the truth's values, and there is no truth; give exact or truth")
		}
		fields := make([]float64, len(p.Fields))
		for i := range out {
			truth(d.X[i*dim:(i+1)*dim], fields)
			out[i] = fields[d.field]
		}
	} else {
		e := p.Graph.Evaluator(bind, d.clean)
		for i := range out {
			out[i] = e.Eval(d.X[i*dim:(i+1)*dim], nil)
		}
	}
	if d.Noise > 0 {
		rms := 0.0
		for _, v := range out {
			rms += v * v
		}
		rms = math.Sqrt(rms / float64(d.N))
		rng := rand.New(rand.NewPCG(d.Seed, 1))
		for i := range out {
			out[i] += d.Noise * rms * rng.NormFloat64()
		}
	}
	return out, nil
}

// data sets the residual of a line that compares with measured values.
func (q *parser) data(line *Line, eq equation, c clauses, lhs expr.ID) bool {
	measured := eq.rhs.Kind == expr.TreeName && eq.rhs.Text == "data" && c.file != ""
	if !isExact(eq.rhs) && !measured {
		q.fault(eq.rhs.Span, "a line with data compares with exact", "write \"u = exact at 200 random points\", or \"u = data from \\\"file.csv\\\"\"")
		return false
	}
	d := &Data{Noise: c.noise, Seed: uint64(c.seed), clean: expr.None, Columns: 1, N: c.random}
	line.Data = d
	if c.file != "" {
		return q.fileData(line, c, lhs)
	}
	known := true
	for _, l := range q.g.Leaves(lhs) {
		known = known && q.p.Exact[l.Field] != expr.None
	}
	switch {
	case known:
		var ok bool
		if d.clean, ok = q.replaced(lhs, eq); !ok {
			return false
		}
	case q.p.Truth == nil && !q.has("truth"):
		_, ok := q.replaced(lhs, eq)
		return ok
	case q.g.Kind(lhs) == expr.KindLeaf && q.g.LeafOf(lhs) == expr.Leaf{Field: q.g.LeafOf(lhs).Field}:
		d.field = q.g.LeafOf(lhs).Field
	default:
		q.fault(eq.lhs.Span, "the reference gives values of fields only", "write the field alone on the left side")
		return false
	}
	line.Residual = q.g.Sub(lhs, q.g.Datum(0))
	return true
}

// draw places the random points of a data line on its region.
func (q *parser) draw(line *Line, at expr.Span) bool {
	d, dim := line.Data, len(q.p.Coords)
	d.X = make([]float64, d.N*dim)
	rng := rand.New(rand.NewPCG(d.Seed, 0))
	total := line.Region.Measure()
	for i, tries := 0, 0; i < d.N; tries++ {
		if tries > 1000*(d.N+1000) {
			q.fault(at, "the region is too thin for random points", "choose a larger one")
			return false
		}
		height := rng.Float64() * total
		for _, piece := range line.Region.Pieces {
			if height -= piece.Measure(); height > 0 {
				continue
			}
			u := make([]float64, piece.Dim())
			for k := range u {
				u[k] = rng.Float64()
			}
			if piece.Map(u, d.X[i*dim:(i+1)*dim]) {
				i++
			}
			break
		}
	}
	return true
}

// pointRegion is a region that names a data line's points; the points themselves are in its Data.
func pointRegion(d *Data) geometry.Region {
	h := uint64(14695981039346656037) // FNV-1a
	for _, v := range d.X {
		b := math.Float64bits(v)
		for range 8 {
			h = (h ^ b&255) * 1099511628211
			b >>= 8
		}
	}
	return geometry.Region{Key: fmt.Sprintf("data(%d,%x)", d.N, h)}
}

// fileData reads a CSV file: its header names coordinates and fields, the line's left side is compared with itself at the file's
// values.
func (q *parser) fileData(line *Line, c clauses, lhs expr.ID) bool {
	raw, err := q.open(c.file)
	if err != nil {
		q.fault(c.fileAt, "the file "+quote(c.file)+" cannot be read", "put it beside the problem's text")
		return false
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))) // Excel marks UTF-8
	r.Comment = '#'
	r.TrimLeadingSpace = true
	rows, err := r.ReadAll()
	if err != nil || len(rows) < 2 || len(rows) > maxRows {
		message := fmt.Sprintf("%s has %d rows; a header and 1 to %d rows are read", quote(c.file), len(rows), maxRows)
		if err != nil {
			message = quote(c.file) + " is no CSV file: " + err.Error()
		}
		q.fault(c.fileAt, message, "")
		return false
	}
	coordAt, fieldAt, ok := q.header(rows[0], c)
	if !ok {
		return false
	}
	d := line.Data
	d.File, d.N = c.file, len(rows)-1
	column := map[int]int{} // field to data column
	for _, l := range q.g.Leaves(lhs) {
		if l != (expr.Leaf{Field: l.Field}) {
			q.fault(c.fileAt, "measured values are compared with fields, not with their derivatives", "write the field alone on the left side")
			return false
		}
		if _, have := fieldAt[l.Field]; !have {
			q.fault(c.fileAt, quote(c.file)+" has no column "+q.p.Fields[l.Field], "its header must name every coordinate and the fields of the line")
			return false
		}
		column[l.Field] = len(column)
	}
	d.Columns = len(column)
	clean, err := q.g.Substitute(lhs, func(l expr.Leaf) (expr.ID, error) { return q.g.Datum(column[l.Field]), nil })
	if err != nil {
		q.fault(c.fileAt, err.Error(), "")
		return false
	}
	line.Residual = q.g.Sub(lhs, clean)
	return q.rows(d, rows[1:], coordAt, fieldAt, column, c)
}

func (q *parser) header(names []string, c clauses) (coordAt []int, fieldAt map[int]int, ok bool) {
	coordAt, fieldAt = make([]int, len(q.p.Coords)), map[int]int{}
	for i, co := range q.p.Coords {
		coordAt[i] = -1
		for k, n := range names {
			if strings.TrimSpace(n) == co.Name {
				coordAt[i] = k
			}
		}
		if coordAt[i] < 0 {
			q.fault(c.fileAt, quote(c.file)+" has no column "+co.Name, "its header must name every coordinate and the fields of the line")
			return nil, nil, false
		}
	}
	for i, f := range q.p.Fields {
		for k, n := range names {
			if strings.TrimSpace(n) == f {
				fieldAt[i] = k
			}
		}
	}
	return coordAt, fieldAt, true
}

func (q *parser) rows(d *Data, rows [][]string, coordAt []int, fieldAt, column map[int]int, c clauses) bool {
	dim := len(coordAt)
	d.X, d.value = make([]float64, d.N*dim), make([]float64, d.N*d.Columns)
	for i, row := range rows {
		read := func(k int) (float64, bool) {
			v, err := strconv.ParseFloat(strings.TrimSpace(row[k]), 64)
			if err != nil || !finite(v) {
				q.fault(c.fileAt, fmt.Sprintf("%s, row %d: %s is not a finite number", quote(c.file), i+2, quote(row[k])), "")
				return 0, false
			}
			return v, true
		}
		for j, k := range coordAt {
			v, ok := read(k)
			if !ok {
				return false
			}
			d.X[i*dim+j] = v
		}
		if !q.domain.Contains(d.X[i*dim : (i+1)*dim]) {
			q.fault(c.fileAt, fmt.Sprintf("%s, row %d is outside the domain", quote(c.file), i+2), "")
			return false
		}
		for f, col := range column {
			v, ok := read(fieldAt[f])
			if !ok {
				return false
			}
			d.value[i*d.Columns+col] = v
		}
	}
	return true
}
