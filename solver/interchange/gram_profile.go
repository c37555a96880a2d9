package interchange

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"

	"counterpoint/solver/diagnosis"
)

// WriteProfile writes a profile as a pinn-gram file that ReadGram reads back exactly: beyond the required keys, pgram, egram, dgram, du
// and dl, as far as the rows have them.
func WriteProfile(w io.Writer, h GramHeader, p diagnosis.Profile) error {
	h.Format, h.Version, h.Reduction, h.Params, h.Losses = "pinn-gram", 1, "mean", "shared", p.Losses
	h.Equations = named(p.Losses, p.Equation)
	b, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("interchange: pinn-gram: %w", err)
	}
	b = append(b, '\n')
	for i := range p.Rows {
		r, k := &p.Rows[i], len(p.Losses)
		b = strconv.AppendInt(append(b, `{"step":`...), int64(r.Step), 10)
		b = appendRow(append(b, `,"loss":`...), r.Loss)
		for _, m := range []struct {
			key string
			q   []float64
		}{{"gram", total(r, p.Blocks, k)}, {"pgram", r.Metric}, {"egram", r.Average}, {"dgram", r.Split}} {
			if m.q != nil {
				b = appendSquare(append(b, `,"`+m.key+`":`...), m.q, k)
			}
		}
		b = appendProfileBlocks(b, r, p.Blocks, k)
		if r.First != nil && r.Change != nil {
			b = appendRow(append(b, `,"du":`...), r.First)
			b = appendRow(append(b, `,"dl":`...), r.Change)
		}
		b = append(b, '}', '\n')
		if _, err := w.Write(b); err != nil {
			return err
		}
		b = b[:0]
	}
	_, err = w.Write(b)
	return err
}

// total returns the Gram matrix of a row with the block of coefficients, which it leaves out: a trace's blocks add up to its gram, and
// its reader takes the coefficients out again.
func total(r *diagnosis.Row, blocks []string, k int) []float64 {
	at := slices.Index(blocks, diagnosis.Coefficients)
	if at < 0 || r.Blocks == nil {
		return r.Gram
	}
	out := slices.Clone(r.Gram)
	for i, v := range r.Blocks[at*k*k : (at+1)*k*k] {
		out[i] += v
	}
	return out
}

func appendProfileBlocks(b []byte, r *diagnosis.Row, blocks []string, k int) []byte {
	if r.Blocks == nil || len(blocks) == 0 {
		return b
	}
	for i, name := range blocks {
		start := `,"blocks":{`
		if i > 0 {
			start = ","
		}
		b = strconv.AppendQuote(append(b, start...), name)
		b = appendSquare(append(b, ':'), r.Blocks[i*k*k:(i+1)*k*k], k)
	}
	return append(b, '}')
}
