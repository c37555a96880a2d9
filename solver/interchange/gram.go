package interchange

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"

	"counterpoint/solver/experiment"
)

// pinn-gram version 1 is a text file of JSON lines for the losses of a network and the Gram matrix of their gradients, from any
// program. The first line is a GramHeader; each further line is a row
//
//	{"step":0,"loss":[K],"gram":[[K x K]],"weights":[K],"blocks":{"name":[[K x K]]},"du":[K],"du_norm":x,"err":y,"t":seconds}
//
// of which step, loss and gram are required. Losses and gradients are raw, before weights; the blocks add up to gram; du holds the
// inner products of the applied update with the gradients. null stands for what is absent at a step (NaN); there is no infinity.
// Ours add two keys: "errs", the error of each field if there are several (err is then the largest), and "unknown", the
// unknown coefficients of an inverse problem.

// GramHeader is the first line of a pinn-gram file. NewGramWriter sets Format, Version, Reduction and Params.
type GramHeader struct {
	Format    string   `json:"format"`
	Version   int      `json:"version"`
	Losses    []string `json:"losses"`
	Equations []string `json:"equations,omitzero"` // the losses of equations, against those of conditions and data; nil: not known
	Reduction string   `json:"reduction"`
	Weighted  bool     `json:"weighted"`
	Params    string   `json:"params"`
	NParams   int      `json:"n_params"`
	Batch     string   `json:"batch"` // fixed or resampled
	Type      string   `json:"dtype"` // f32 or f64
	Optimizer string   `json:"optimizer"`
	LR        float64  `json:"lr"`
	Framework string   `json:"framework"`
	Problem   string   `json:"problem"`
	Seed      uint64   `json:"seed"`
	Fields    []string `json:"fields,omitempty"`  // names for errs
	Unknowns  []string `json:"unknown,omitempty"` // names for unknown
}

// A GramWriter writes a pinn-gram file row by row.
type GramWriter struct {
	w      io.Writer
	losses []string
	blocks []string // as JSON text
	buf    []byte
}

// NewGramWriter writes the header h to w. blocks names the blocks of the snapshots' BlockGram.
func NewGramWriter(w io.Writer, h GramHeader, blocks []string) (*GramWriter, error) {
	h.Format, h.Version, h.Reduction, h.Params = "pinn-gram", 1, "mean", "shared"
	b, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("interchange: pinn-gram: %w", err)
	}
	g := &GramWriter{w: w, losses: h.Losses}
	for _, name := range blocks {
		text, err := json.Marshal(name)
		if err != nil {
			return nil, fmt.Errorf("interchange: pinn-gram: %w", err)
		}
		g.blocks = append(g.blocks, string(text))
	}
	_, err = w.Write(append(b, '\n'))
	return g, err
}

// Row writes one snapshot as one line. An infinite value is an error, and the line is not written.
func (g *GramWriter) Row(s *experiment.Snapshot) error {
	k := len(g.losses)
	if len(s.Loss) != k || len(s.Gram) != k*k || len(s.BlockGram) != k*k*len(g.blocks) {
		panic("interchange: snapshot does not fit the header")
	}
	for _, row := range [][]float64{s.Loss, s.Weight, s.Gram, s.BlockGram, s.Update, s.Error, s.Unknown, {s.UpdateNorm, s.Seconds}} {
		for _, v := range row {
			if math.IsInf(v, 0) {
				return fmt.Errorf("interchange: pinn-gram: step %d has the value %g, which the format cannot hold", s.Step, v)
			}
		}
	}
	b := append(g.buf[:0], `{"step":`...)
	b = strconv.AppendInt(b, int64(s.Step), 10)
	b = appendRow(append(b, `,"loss":`...), s.Loss)
	b = appendSquare(append(b, `,"gram":`...), s.Gram, k)
	if len(s.Weight) > 0 {
		b = appendRow(append(b, `,"weights":`...), s.Weight)
	}
	b = g.appendBlocks(b, s)
	if len(s.Update) > 0 {
		b = appendRow(append(b, `,"du":`...), s.Update)
		b = appendNumber(append(b, `,"du_norm":`...), s.UpdateNorm)
	}
	b = appendErrors(b, s.Error)
	if len(s.Unknown) > 0 {
		b = appendRow(append(b, `,"unknown":`...), s.Unknown)
	}
	b = appendNumber(append(b, `,"t":`...), s.Seconds)
	g.buf = append(b, '}', '\n')
	_, err := g.w.Write(g.buf)
	return err
}

func (g *GramWriter) appendBlocks(b []byte, s *experiment.Snapshot) []byte {
	k := len(g.losses)
	for i, name := range g.blocks {
		if i == 0 {
			b = append(b, `,"blocks":{`...)
		} else {
			b = append(b, ',')
		}
		b = append(b, name...)
		b = appendSquare(append(b, ':'), s.BlockGram[i*k*k:(i+1)*k*k], k)
	}
	if len(g.blocks) > 0 {
		b = append(b, '}')
	}
	return b
}

// appendErrors appends the error if it was judged at this step.
func appendErrors(b []byte, errs []float64) []byte {
	worst := math.NaN()
	for _, e := range errs {
		if !(e <= worst) && !math.IsNaN(e) {
			worst = e
		}
	}
	if math.IsNaN(worst) {
		return b
	}
	b = appendNumber(append(b, `,"err":`...), worst)
	if len(errs) > 1 {
		b = appendRow(append(b, `,"errs":`...), errs)
	}
	return b
}

func appendSquare(b []byte, m []float64, k int) []byte {
	b = append(b, '[')
	for i := range k {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendRow(b, m[i*k:(i+1)*k])
	}
	return append(b, ']')
}

func appendRow(b []byte, row []float64) []byte {
	b = append(b, '[')
	for i, v := range row {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendNumber(b, v)
	}
	return append(b, ']')
}

// appendNumber appends the shortest text that reads back as v, null for NaN.
func appendNumber(b []byte, v float64) []byte {
	if math.IsNaN(v) {
		return append(b, "null"...)
	}
	return strconv.AppendFloat(b, v, 'g', -1, 64)
}
