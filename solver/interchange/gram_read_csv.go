package interchange

import (
	"io"
	"math"
	"strconv"
	"strings"
)

// csvColumns says where a CSV file keeps a row's numbers; -1: nowhere.
type csvColumns struct {
	step    int
	loss    []int
	weights []int
	gram    [][]int
	count   int
}

// csv reads the twin of JSON lines: a line of column names and a line a step. An empty cell is absent.
func (b *builder) csv(first []byte, l *lines) error {
	c, names, err := columns(cells(first))
	if err != nil {
		return err
	}
	if err := b.start(names); err != nil {
		return err
	}
	k := len(names)
	for {
		line, err := l.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		text := cells(line)
		if len(text) != c.count {
			return fault("write every column in every line, empty where a loss is absent", "%d columns, the first line has %d", len(text), c.count)
		}
		value := make([]float64, len(text))
		for i, s := range text {
			if value[i], err = cell(s); err != nil {
				value[i] = math.Inf(1) // an error only if it is used
			}
		}
		raw := rawRow{step: value[c.step], loss: make([]float64, k), gram: make([][]float64, k)}
		for i := range k {
			raw.loss[i], raw.gram[i] = value[c.loss[i]], make([]float64, k)
			for j := range k {
				raw.gram[i][j] = value[c.gram[i][j]]
			}
		}
		if err := b.add(&raw); err != nil {
			return err
		}
	}
}

func cells(line []byte) []string {
	text := strings.Split(strings.TrimPrefix(string(line), "\ufeff"), ",")
	for i := range text {
		text[i] = strings.Trim(strings.TrimSpace(text[i]), `"`)
	}
	return text
}

func cell(s string) (float64, error) {
	switch strings.ToLower(s) {
	case "", "null", "none", "na":
		return math.NaN(), nil
	}
	return strconv.ParseFloat(s, 64)
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
	c.count = len(head)
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
