package interchange

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"counterpoint/solver/diagnosis"
)

// WriteProfile writes a profile as a pinn-gram file that ReadGram reads back exactly: beyond the required keys, pgram, egram, dgram, du
// and dl, as far as the rows have them.
func WriteProfile(w io.Writer, h GramHeader, p diagnosis.Profile) error {
	h.Format, h.Version, h.Reduction, h.Params, h.Losses = "pinn-gram", 1, "mean", "shared", p.Losses
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
		}{{"gram", r.Gram}, {"pgram", r.Metric}, {"egram", r.Average}, {"dgram", r.Split}} {
			if m.q != nil {
				b = appendSquare(append(b, `,"`+m.key+`":`...), m.q, k)
			}
		}
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
