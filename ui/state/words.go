package state

import (
	"math"
	"strconv"
	"strings"

	"counterpoint/solver/experiment"
)

// result says total loss and relative errors, as the end of a sentence.
func (s *State) result() string {
	if len(s.Now.Loss) == 0 || s.Info == nil {
		return "."
	}
	text := ": total loss " + science(s.Now.Total)
	for i, e := range s.Now.Error {
		if !math.IsNaN(e) {
			text += ", relative error of " + name(s.Info.Fields, i) + " " + Percent(e)
			if s.Info.Family == "high-dim" && i < len(s.Now.Centered) { // sums over many coordinates concentrate about their mean
				text += " (" + Percent(s.Now.Centered[i]) + " without its mean)"
			}
		}
	}
	if c := s.Conflicts(); len(c) > 0 {
		var pairs []string
		for _, p := range c {
			pairs = append(pairs, name(s.Info.Losses, p[0])+" and "+name(s.Info.Losses, p[1]))
		}
		text += "; in conflict: " + strings.Join(pairs, ", ")
	}
	return text + "."
}

// Row is one line of the table of losses.
type Row struct {
	Name                 string
	Loss, Weight, Length float64 // Length is the norm of the loss's gradient
	Against              string  // names of the losses it is in conflict with
}

// Rows returns the table of losses as of the latest frame; before one, only names.
func (s *State) Rows() []Row {
	if s.Info == nil {
		return nil
	}
	k := len(s.Info.Losses)
	rows := make([]Row, k)
	nan := math.NaN()
	for i := range rows {
		rows[i] = Row{Name: s.Info.Losses[i], Loss: nan, Weight: nan, Length: nan}
		if len(s.Now.Loss) == k {
			rows[i].Loss = s.Now.Loss[i]
		}
		if len(s.Now.Weight) == k {
			rows[i].Weight = s.Now.Weight[i]
		}
		if len(s.Now.Gram) == k*k {
			rows[i].Length = math.Sqrt(s.Now.Gram[i*k+i])
		}
	}
	if len(s.Now.Gram) != k*k || len(s.Now.Loss) != k {
		return rows
	}
	for _, p := range s.Conflicts() {
		for _, d := range [][2]int{p, {p[1], p[0]}} {
			r := &rows[d[0]]
			if r.Against != "" {
				r.Against += ", "
			}
			r.Against += s.Info.Losses[d[1]]
		}
	}
	return rows
}

// Table returns the history as a CSV file.
func (s *State) Table() experiment.File {
	var b strings.Builder
	head := []string{"step", "seconds"}
	h := &s.History
	columns := [][]float64{h.Step, h.Seconds}
	if s.Info != nil {
		for k, c := range h.Loss {
			head, columns = append(head, "loss."+name(s.Info.Losses, k)), append(columns, c)
		}
		for f, c := range h.Error {
			head, columns = append(head, "error."+name(s.Info.Fields, f)), append(columns, c)
		}
	}
	head, columns = append(head, "least cosine"), append(columns, h.Conflict)
	b.WriteString(strings.Join(head, ",") + "\n")
	for i := range h.Step {
		for c, column := range columns {
			if c > 0 {
				b.WriteByte(',')
			}
			if !math.IsNaN(column[i]) { // a value that is missing is an empty cell
				b.WriteString(strconv.FormatFloat(column[i], 'g', -1, 64))
			}
		}
		b.WriteByte('\n')
	}
	return experiment.File{Name: s.Spec.Problem + ".csv", Mime: "text/csv", Data: []byte(b.String())}
}

// count writes a whole number with thin spaces between thousands, as words in a sentence need it.
func count(n int) string {
	t := strconv.Itoa(n)
	for i := len(t) - 3; i > 0; i -= 3 {
		t = t[:i] + "\u202f" + t[i:]
	}
	return t
}

// science writes a number as 1.53e−2, with a real minus sign.
func science(v float64) string {
	mantissa, power, ok := strings.Cut(strconv.FormatFloat(v, 'e', 2, 64), "e")
	if !ok {
		return mantissa // NaN and Inf
	}
	n, err := strconv.Atoi(power)
	if err != nil {
		panic("state: an exponent is no number")
	}
	return strings.ReplaceAll(mantissa+"e"+strconv.Itoa(n), "-", "−")
}

// Percent writes a relative error in percent, to three digits; one below 0.01 % as a number.
func Percent(e float64) string {
	v := 100 * e
	if !(e >= 1e-4 && v < 1e5) {
		return science(e)
	}
	return strconv.FormatFloat(v, 'f', max(0, 2-int(math.Floor(math.Log10(v)))), 64) + "\u00a0%"
}
