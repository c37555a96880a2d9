package interchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// number reads a JSON number, and null as NaN.
type number float64

// UnmarshalJSON is called by package json.
func (n *number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = number(math.NaN())
		return nil
	}
	v, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return fmt.Errorf("%.40s is not a number that float64 holds", b)
	}
	*n = number(v)
	return nil
}

func floats(v []number) []float64 {
	if v == nil {
		return nil
	}
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = float64(x)
	}
	return out
}

func matrix(v [][]number) [][]float64 {
	if v == nil {
		return nil
	}
	out := make([][]float64, len(v))
	for i, row := range v {
		out[i] = floats(row)
	}
	return out
}

// jsonRow is a row of JSON lines; keys that it lacks are passed over.
type jsonRow struct {
	Step    *number               `json:"step"`
	Loss    []number              `json:"loss"`
	Gram    [][]number            `json:"gram"`
	PGram   [][]number            `json:"pgram"`
	EGram   [][]number            `json:"egram"`
	DGram   [][]number            `json:"dgram"`
	Weights []number              `json:"weights"`
	DU      []number              `json:"du"`
	DL      []number              `json:"dl"`
	Blocks  map[string][][]number `json:"blocks"`
}

const headerExample = `the first line is {"format":"pinn-gram","version":1,"losses":["pde","ic"],"weighted":false}`

// jsonLines reads the rows behind the header line.
func (b *builder) jsonLines(first []byte, l *lines) error {
	if err := b.jsonHeader(first); err != nil {
		return err
	}
	for {
		line, err := l.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		var row jsonRow
		if err := json.Unmarshal(line, &row); err != nil {
			if l.torn && !json.Valid(line) {
				b.notes = append(b.notes, fmt.Sprintf("line %d is not finished and left out", l.number))
				return nil
			}
			return jsonFault(line, err)
		}
		if row.Step == nil {
			return fault(`a row is {"step":0,"loss":[K],"gram":[[K x K]]}`, "no step")
		}
		raw := rawRow{
			step: float64(*row.Step), loss: floats(row.Loss), weights: floats(row.Weights), du: floats(row.DU), dl: floats(row.DL),
			gram: matrix(row.Gram), pgram: matrix(row.PGram), egram: matrix(row.EGram), dgram: matrix(row.DGram),
		}
		if len(row.Blocks) > 0 {
			raw.blocks = map[string][][]float64{}
			for name, m := range row.Blocks {
				raw.blocks[name] = matrix(m)
			}
		}
		if err := b.add(&raw); err != nil {
			return err
		}
	}
}

// jsonHeader reads the first line. Of a foreign header only what decides how rows are read has to be right.
func (b *builder) jsonHeader(line []byte) error {
	var h struct {
		Format    string          `json:"format"`
		Version   number          `json:"version"`
		Losses    []string        `json:"losses"`
		Weighted  bool            `json:"weighted"`
		Equations []string        `json:"equations"`
		Batch     json.RawMessage `json:"batch"`
		Optimizer json.RawMessage `json:"optimizer"`
		Framework json.RawMessage `json:"framework"`
		Problem   json.RawMessage `json:"problem"`
	}
	if err := json.Unmarshal(line, &h); err != nil {
		return jsonFault(line, err)
	}
	if h.Format != "pinn-gram" {
		return fault(headerExample, "format %.40q is not pinn-gram", h.Format)
	}
	if h.Version != 1 {
		return fault(headerExample, "version %g of pinn-gram is not 1, which is read", float64(h.Version))
	}
	b.header = GramHeader{
		Format: h.Format, Version: 1, Weighted: h.Weighted,
		Batch: word(h.Batch), Optimizer: word(h.Optimizer), Framework: word(h.Framework), Problem: word(h.Problem),
	}
	if err := b.start(h.Losses); err != nil {
		return err
	}
	for _, name := range h.Equations {
		if !slices.Contains(h.Losses, name) {
			return fault(`equations are those of the losses that are, "equations":["pde"]; without the key the first loss is taken for one`, "equations name %.40q, which is no loss", name)
		}
	}
	b.header.Equations = h.Equations
	return nil
}

// word returns a JSON string's text, empty for anything else.
func word(b json.RawMessage) string {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return ""
	}
	return s
}

// jsonFault describes a line that is no JSON, or not of the right kind.
func jsonFault(line []byte, err error) error {
	what := strings.TrimPrefix(err.Error(), "json: ")
	for _, token := range []string{"NaN", "Infinity", "nan", "inf"} {
		if !json.Valid(line) && bytes.Contains(line, []byte(token)) {
			return fault(notFinite+"; null marks a loss that is absent", "%s is not JSON", token)
		}
	}
	return fault("a line is one JSON object; "+headerExample, "%s", what)
}
