package interchange

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"

	"counterpoint/solver/diagnosis"
)

// Limits of what is read: of losses, of bytes in a line and in all (unpacked), of rows and matrix entries that are kept. A trace with
// more rows is thinned evenly, so that memory does not grow with the file.
const (
	maxLosses  = 32
	maxLine    = 4 << 20
	maxStream  = 4 << 30
	maxRows    = 4096
	maxEntries = 1 << 21
	fewRows    = 20 // below it a window gives no verdict
)

// Trace is what was read of a pinn-gram file.
type Trace struct {
	Header  GramHeader
	Profile diagnosis.Profile
	Rows    int      // in the file
	First   int      // the first step of Profile
	Last    int      // the last one
	Notes   []string // what a verdict on it should say with it
}

// GramError is a fault of a pinn-gram file: where it is, and what to do about it.
type GramError struct {
	Line   int  // from 1; 0: the whole file
	Row    bool // of an npz file: Line counts the rows of its arrays, from 1
	What   string
	Remedy string
}

func (e *GramError) Error() string {
	s := e.What
	switch {
	case e.Line > 0 && e.Row:
		s = fmt.Sprintf("row %d: %s", e.Line, e.What)
	case e.Line > 0:
		s = fmt.Sprintf("line %d: %s", e.Line, e.What)
	}
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return s
}

// notFinite is the remedy where a run is: it has no verdict, and a mark for an absent loss would hide that.
const notFinite = "a run that is not finite has no verdict: cut the trace before this step"

// fault makes a GramError whose line is filled in by whoever knows it.
func fault(remedy, format string, args ...any) *GramError {
	return &GramError{What: fmt.Sprintf(format, args...), Remedy: remedy}
}

// ReadGram reads a pinn-gram trace of size bytes: JSON lines (see GramHeader), the same gzipped, or one of the twins, CSV (columns step,
// loss_A, ..., g_A_A, g_A_B, ...) and npz (arrays step [T], loss [T,K], gram [T,K,K], names [K], weights [T,K] if wanted). What it is
// is told by its first bytes. The whole file is checked; the profile is of the first window steps, of all if window is 0 or
// if fewer than 20 rows lie there. The error is a *GramError unless reading itself fails.
func ReadGram(r io.ReaderAt, size int64, window int) (*Trace, error) {
	start := make([]byte, min(size, 4))
	if _, err := r.ReadAt(start, 0); err != nil && err != io.EOF {
		return nil, err
	}
	b := &builder{window: window}
	var err error
	switch {
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}):
		z, zerr := gzip.NewReader(io.NewSectionReader(r, 0, size))
		if zerr != nil {
			return nil, fault("write it again", "not a gzip file: %v", zerr)
		}
		err = b.text(z)
	case bytes.HasPrefix(start, []byte("PK")):
		err = b.npz(r, size)
	default:
		err = b.text(io.NewSectionReader(r, 0, size))
	}
	if err != nil {
		return nil, err
	}
	return b.finish()
}

// builder gathers checked rows.
type builder struct {
	window   int
	header   GramHeader
	whole    keeper // of all rows
	head     keeper // of the rows of the window
	rows     int
	inWindow int
	first    int
	last     int
	left     map[string]bool // names of blocks left out of the profile
	names    []string        // of the first row's blocks
	notes    []string
}

// keeper keeps every stride-th row it is given.
type keeper struct {
	rows   []diagnosis.Row
	stride int
	given  int
}

// add keeps row, or not. When there are limit rows every second one is dropped.
func (k *keeper) add(row diagnosis.Row, limit int) {
	k.stride = max(1, k.stride)
	if k.given%k.stride == 0 {
		k.rows = append(k.rows, row)
	}
	k.given++
	if len(k.rows) < limit {
		return
	}
	half := k.rows[:0]
	for i := 0; i < len(k.rows); i += 2 {
		half = append(half, k.rows[i])
	}
	clear(k.rows[len(half):])
	k.rows, k.stride = half, 2*k.stride
}

// start sets the losses' names.
func (b *builder) start(names []string) error {
	seen := map[string]bool{"": true}
	for _, n := range names {
		if seen[n] {
			return fault("give each loss a name of its own", "the name %.40q of a loss is empty or taken", n)
		}
		seen[n] = true
	}
	switch k := len(names); {
	case k == 0:
		return fault(`name them in the first line: "losses":["pde","ic"]`, "no losses")
	case k > maxLosses:
		return fault("add up losses of one kind, each with its own name", "%d losses, at most %d can be read", k, maxLosses)
	}
	b.header.Losses = names
	return nil
}

// add checks a row and keeps it.
func (b *builder) add(raw *rawRow) error {
	k := len(b.header.Losses)
	row, err := raw.checked(k, b.header.Weighted)
	if err != nil {
		return err
	}
	if b.rows > 0 && row.Step <= b.last {
		return fault("write one file a run, rows in the order of the steps", "step %d after step %d", row.Step, b.last)
	}
	for _, name := range raw.left {
		if b.left == nil {
			b.left = map[string]bool{}
		}
		if !b.left[name] && len(b.left) < 8 {
			b.left[name] = true
			b.notes = append(b.notes, fmt.Sprintf("block %.40s holds coefficients, which have units of their own, and has no vote", name))
		}
	}
	if b.rows == 0 {
		b.first, b.names = row.Step, raw.names
	}
	if !slices.Equal(raw.names, b.names) {
		row.Blocks = nil
	}
	b.last = row.Step
	b.rows++
	limit := max(2*fewRows, min(maxRows, maxEntries/(k*k*(1+len(b.names)/4))))
	b.whole.add(row, limit)
	if b.window > 0 && row.Step < b.first+b.window {
		b.inWindow++
		b.head.add(row, limit)
	}
	return nil
}

// finish returns the trace.
func (b *builder) finish() (*Trace, error) {
	if b.rows == 0 {
		return nil, fault(`each row is {"step":0,"loss":[K],"gram":[[K x K]]}`, "the file has no rows")
	}
	rows := b.whole.rows
	switch {
	case b.inWindow >= fewRows:
		rows = b.head.rows
	case b.window > 0 && b.rows > b.inWindow:
		b.notes = append(b.notes, fmt.Sprintf("only %d rows lie in the first %d steps: judged on the whole trace, steps %d to %d", b.inWindow, b.window, b.first, b.last))
	}
	if len(rows) < fewRows {
		b.notes = append(b.notes, fmt.Sprintf("only %d rows: log at least %d", len(rows), fewRows))
	}
	b.level(rows)
	if b.header.Batch == "resampled" && rows[0].Split == nil {
		b.notes = append(b.notes, "points are drawn anew and no dgram is recorded: noise of a loss's own hides conflict, noise of common points fakes it")
	}
	blocks := b.blocks(rows)
	return &Trace{
		Header: b.header, Profile: diagnosis.Profile{Losses: b.header.Losses, Equation: b.header.marked(), Blocks: blocks, Rows: rows}, Rows: b.rows,
		First: rows[0].Step, Last: rows[len(rows)-1].Step, Notes: b.notes,
	}, nil
}

// blocks returns the names of the blocks that all rows have; blocks that some rows lack are left out.
func (b *builder) blocks(rows []diagnosis.Row) []string {
	n := 0
	for i := range rows {
		if rows[i].Blocks != nil {
			n++
		}
	}
	if n == len(rows) {
		return b.names
	}
	for i := range rows {
		rows[i].Blocks = nil
	}
	if n > 0 {
		b.notes = append(b.notes, fmt.Sprintf("the same blocks are in %d of %d rows and not used", n, len(rows)))
	}
	return nil
}

// level leaves out an optional matrix that some rows lack: statistics in two metrics cannot be compared.
func (b *builder) level(rows []diagnosis.Row) {
	for _, m := range []struct {
		name string
		of   func(*diagnosis.Row) *[]float64
	}{
		{"pgram", func(r *diagnosis.Row) *[]float64 { return &r.Metric }},
		{"egram", func(r *diagnosis.Row) *[]float64 { return &r.Average }},
		{"dgram", func(r *diagnosis.Row) *[]float64 { return &r.Split }},
	} {
		n := 0
		for i := range rows {
			if *m.of(&rows[i]) != nil {
				n++
			}
		}
		if n == 0 || n == len(rows) {
			continue
		}
		for i := range rows {
			*m.of(&rows[i]) = nil
		}
		b.notes = append(b.notes, fmt.Sprintf("%s is in %d of %d rows and not used", m.name, n, len(rows)))
	}
}

// text reads JSON lines or CSV: the first character that is no space decides.
func (b *builder) text(r io.Reader) error {
	l := &lines{r: bufio.NewReaderSize(&counted{r: r}, 1<<16)}
	first, err := l.next()
	if err == io.EOF {
		return fault("write a header line and a line a step", "the file is empty")
	}
	if err != nil {
		return err
	}
	first = bytes.TrimPrefix(first, []byte("\ufeff"))
	if bytes.HasPrefix(first, []byte("{")) {
		err = b.jsonLines(first, l)
	} else {
		err = b.csv(first, l)
	}
	var g *GramError
	if errors.As(err, &g) && g.Line == 0 {
		g.Line = l.number
	}
	return err
}

// lines reads trimmed lines that are not empty, of maxLine bytes at most.
type lines struct {
	r      *bufio.Reader
	buf    []byte
	number int  // of the last line
	torn   bool // the last line had no end
}

func (l *lines) next() ([]byte, error) {
	for {
		l.buf = l.buf[:0]
		l.number++
		for {
			part, err := l.r.ReadSlice('\n')
			l.buf = append(l.buf, part...)
			if len(l.buf) > maxLine {
				return nil, &GramError{Line: l.number, What: fmt.Sprintf("longer than %d bytes", maxLine), Remedy: "a line is one step; leave blocks out if there are very many"}
			}
			if err == bufio.ErrBufferFull {
				continue
			}
			l.torn = err == io.EOF
			if err != nil && !(l.torn && len(bytes.TrimSpace(l.buf)) > 0) {
				return nil, l.broken(err)
			}
			break
		}
		if line := bytes.TrimSpace(l.buf); len(line) > 0 {
			return line, nil
		}
	}
}

// broken describes a stream that fails in the middle; the end is no failure.
func (l *lines) broken(err error) error {
	if err == io.EOF {
		return err
	}
	var g *GramError
	if errors.As(err, &g) {
		return g
	}
	return &GramError{Line: l.number, What: "the file cannot be read on: " + err.Error(), Remedy: "write it again"}
}

// counted stops a stream that unpacks to more than maxStream.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.n += int64(n); c.n > maxStream {
		return n, fault("log every tenth step, or cut the file", "more than %d GiB", maxStream>>30)
	}
	return n, err
}
