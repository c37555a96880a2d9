package interchange

import (
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// csvColumns says where a CSV file keeps a row's numbers; -1: nowhere.
type csvColumns struct {
	step    int
	loss    []int
	weights []int
	gram    [][]int
	names   []string // of all columns
}

// csv reads the twin of JSON lines: a line of column names and a line a step. An empty cell is absent, nan is a fault: it is what a run
// that broke leaves behind. Columns that are not a trace's may hold anything.
func (b *builder) csv(first []byte, l *lines) error {
	c, names, err := columns(cells(first))
	if err != nil {
		return err
	}
	if err := b.start(names); err != nil {
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
		text := cells(line)
		if len(text) != len(c.names) {
			return fault("write every column in every line, empty where a loss is absent", "%d columns, the first line has %d", len(text), len(c.names))
		}
		raw, err := c.row(text)
		if err != nil {
			return err
		}
		if err := b.add(raw); err != nil {
			return err
		}
	}
}

// row reads the cells of a line.
func (c *csvColumns) row(text []string) (*rawRow, error) {
	value := make([]float64, len(text))
	for _, i := range slices.Concat(append([][]int{{c.step}, c.loss}, c.gram...)...) {
		var err error
		if value[i], err = cell(text[i]); err != nil {
			return nil, fault("write a number, or nothing where a loss is absent", "column %.40s holds %.40q, which is no number", c.names[i], text[i])
		}
		if text[i] != "" && (math.IsNaN(value[i]) || math.IsInf(value[i], 0)) {
			return nil, fault(notFinite+"; an empty cell marks an absent loss", "column %.40s holds %.40q", c.names[i], text[i])
		}
	}
	k := len(c.loss)
	raw := &rawRow{step: value[c.step], loss: make([]float64, k), gram: make([][]float64, k)}
	for i := range k {
		raw.loss[i], raw.gram[i] = value[c.loss[i]], make([]float64, k)
		for j := range k {
			raw.gram[i][j] = value[c.gram[i][j]]
		}
	}
	return raw, nil
}

func cells(line []byte) []string {
	text := strings.Split(string(line), ",")
	for i := range text {
		text[i] = strings.Trim(strings.TrimSpace(text[i]), `"`)
	}
	return text
}

// cell reads a number, and an empty cell as NaN. What float64 cannot hold is infinite, as inf is.
func cell(s string) (float64, error) {
	if s == "" {
		return math.NaN(), nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if errors.Is(err, strconv.ErrRange) {
		err = nil
	}
	return v, err
}

// columns finds the columns by their names.
func columns(head []string) (c csvColumns, names []string, err error) {
	at := map[string]int{}
	for i, name := range head {
		if _, ok := at[name]; ok && name != "" {
			return c, nil, fault("name each column once", "two columns %.40q", name)
		}
		at[name] = i
		if loss, ok := strings.CutPrefix(name, "loss_"); ok {
			names = append(names, loss)
			c.loss = append(c.loss, i)
		}
	}
	c.names = head
	step, ok := at["step"]
	if !ok || len(names) == 0 {
		return c, nil, fault("a trace is JSON lines with a header, or CSV with the columns step, loss_A, ..., g_A_A, g_A_B, ...", "neither a pinn-gram header nor its columns: %.60q", strings.Join(head, ","))
	}
	c.step = step
	c.gram = make([][]int, len(names))
	taken := map[int]bool{}
	for i, a := range names {
		c.gram[i] = make([]int, len(names))
		for j, b := range names {
			col, ok := at["g_"+a+"_"+b]
			if ok && taken[col] {
				return c, nil, fault("give the losses names without underscores", "column %.40q stands for two pairs of losses", head[col])
			}
			if ok {
				taken[col] = true
			} else if col, ok = at["g_"+b+"_"+a]; !ok {
				return c, nil, fault("write the inner product of every pair of gradients", "no column g_%.40s_%.40s", a, b)
			}
			c.gram[i][j] = col
		}
	}
	return c, names, nil
}
