package interchange

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
)

const headLine = `{"format":"pinn-gram","version":1,"losses":["pde","ic"],"weighted":false}` + "\n"

func readGram(text string, window int) (*Trace, error) {
	return ReadGram(strings.NewReader(text), int64(len(text)), window)
}

// ours is a trace of n rows as our own runs write it.
func ours(t *testing.T, n int) string {
	t.Helper()
	var b bytes.Buffer
	g, err := NewGramWriter(&b, GramHeader{Losses: []string{"pde", "ic"}, Problem: "heat"}, []string{"l0", "l1"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		c := math.Sin(float64(i)) / 3
		s := experiment.Snapshot{
			Step: 10 * (i + 1), Loss: []float64{.1, .2}, Weight: []float64{1, 1}, Gram: []float64{4, c, c, 1}, BlockGram: []float64{1, 0, 0, .5, 3, c, c, .5},
			Update: []float64{1, 2}, UpdateNorm: 1, Error: []float64{math.NaN()},
		}
		if err := g.Row(&s); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestReadGramReadsWhatIsWritten(t *testing.T) {
	text := ours(t, 300)
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{"plain": text, "gzip": zipped.String(), "without its last newline": strings.TrimSpace(text)} {
		tr, err := readGram(in, 1000)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if tr.Rows != 300 || len(tr.Profile.Rows) != 100 || tr.First != 10 || tr.Last != 1000 || tr.Header.Problem != "heat" || len(tr.Notes) != 0 {
			t.Errorf("%s: %d rows, %d of them profiled, steps %d to %d, %+v, %q", name, tr.Rows, len(tr.Profile.Rows), tr.First, tr.Last, tr.Header, tr.Notes)
		}
		for i, r := range tr.Profile.Rows {
			if c := math.Sin(float64(i)) / 3; r.Gram[0] != 4 || r.Gram[1] != c || r.Gram[2] != c || r.Gram[3] != 1 || r.Loss[1] != .2 {
				t.Fatalf("%s: row %d is %+v", name, i, r)
			}
		}
	}
}

func TestReadGramForms(t *testing.T) {
	const weighted = `{"format":"pinn-gram","version":1,"losses":["pde","ic"],"weighted":true}` + "\n"
	full := []float64{4, -1, -1, 9}
	for name, tt := range map[string]struct {
		text string
		gram []float64
	}{
		"full":              {headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[-1,9]]}`, full},
		"upper triangle":    {headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[9]]}`, full},
		"zeros below":       {headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[0,9]]}`, full},
		"null below":        {headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[null,9]]}`, full},
		"rounded":           {headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[-1.0000001,9]]}`, full},
		"step as a float":   {headLine + `{"step":0.0,"loss":[1,2],"gram":[[4,-1],[-1,9]],"lr":"any"}`, full},
		"weighted":          {weighted + `{"step":0,"loss":[2,20],"weights":[2,10],"gram":[[16,-20],[-20,900]]}`, full},
		"weighted by 0":     {weighted + `{"step":0,"loss":[2,0],"weights":[2,0],"gram":[[16,0],[0,0]]}`, []float64{4, math.NaN(), math.NaN(), math.NaN()}},
		"absent":            {headLine + `{"step":0,"loss":[1,null],"gram":[[4,null],[null,null]]}`, []float64{4, math.NaN(), math.NaN(), math.NaN()}},
		"coefficients":      {headLine + `{"step":0,"loss":[1,2],"gram":[[104,-101],[-101,109]],"blocks":{"l0":[[4,-1],[-1,9]],"pde_coef":[[100,-100],[-100,100]]}}`, full},
		"csv":               {"step,loss_pde,loss_ic,g_pde_pde,g_pde_ic,g_ic_ic,lr\n0,1,2,4,-1,9,high\n", full},
		"csv, absent":       {"step,loss_pde,loss_ic,g_pde_pde,g_pde_ic,g_ic_ic,lr\n0,1,,4,,,nan\n", []float64{4, math.NaN(), math.NaN(), math.NaN()}},
		"csv, other order":  {"g_ic_pde,g_ic_ic,g_pde_pde,loss_pde,loss_ic,step\r\n-1,9,4,1,2,0\r\n", full},
		"csv, both halves":  {"step,loss_pde,loss_ic,g_pde_pde,g_pde_ic,g_ic_pde,g_ic_ic\n0,1,2,4,-1,-1,9", full},
		"csv of Excel":      {"\ufeffstep,loss_pde,loss_ic,g_pde_pde,g_pde_ic,g_ic_ic\r\n0,1,2,4,-1,9\r\n", full},
		"marked as UTF-8":   {"\ufeff" + headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[-1,9]]}`, full},
		"a torn last line":  {headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[-1,9]]}` + "\n" + `{"step":1,"lo`, full},
		"npz":               {string(gramNPZ(t, 1, "<U3")), full},
		"npz, bytes, short": {string(gramNPZ(t, 1, "|S3")), full},
	} {
		tr, err := readGram(tt.text, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(tr.Profile.Rows) != 1 || strings.Join(tr.Profile.Losses, " ") != "pde ic" {
			t.Errorf("%s: %d rows of %q", name, len(tr.Profile.Rows), tr.Profile.Losses)
			continue
		}
		for i, v := range tr.Profile.Rows[0].Gram {
			if math.Abs(v-tt.gram[i]) > 1e-6 || math.IsNaN(v) != math.IsNaN(tt.gram[i]) { // the rounded one is off by 1e-7
				t.Errorf("%s: Gram matrix %v, want %v", name, tr.Profile.Rows[0].Gram, tt.gram)
				break
			}
		}
	}
}

// A run that is not finite is refused, with its row, where an npz file has no mark for an absent loss.
func TestReadGramOfBrokenNPZ(t *testing.T) {
	text := string(gramNPZOf(t, 2, "<U3", math.NaN()))
	var g *GramError
	if tr, err := readGram(text, 0); !errors.As(err, &g) || g.Line != 2 || !g.Row || !strings.HasPrefix(err.Error(), "row 2: array loss holds NaN; ") {
		t.Errorf("read %+v, error %v", tr, err)
	}
}

// gramNPZ makes the npz twin of rows of the Gram matrix 4, -1, 9; names have the given type.
func gramNPZ(t *testing.T, rows int, names string) []byte { return gramNPZOf(t, rows, names, 2) }

// gramNPZOf is the same with the given value for the last loss of the last row.
func gramNPZOf(t *testing.T, rows int, names string, last float64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	member := func(name, descr, shape string, data []byte) {
		f, err := z.Create(name + ".npy")
		if err != nil {
			t.Fatal(err)
		}
		head := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n", descr, shape)
		out := append([]byte(npyMagic), 1, 0, byte(len(head)), 0)
		if _, err := f.Write(append(append(out, head...), data...)); err != nil {
			t.Fatal(err)
		}
	}
	var step, loss, gram []byte
	for i := range rows {
		step = binary.LittleEndian.AppendUint64(step, uint64(i))
		values := []float64{1, 2}
		if i == rows-1 {
			values[1] = last
		}
		for _, v := range values {
			loss = binary.LittleEndian.AppendUint64(loss, math.Float64bits(v))
		}
		for _, v := range []float32{4, -1, -1, 9} {
			gram = binary.LittleEndian.AppendUint32(gram, math.Float32bits(v))
		}
	}
	member("step", "<i8", fmt.Sprintf("(%d,)", rows), step)
	member("loss", "<f8", fmt.Sprintf("(%d, 2)", rows), loss)
	member("gram", "<f4", fmt.Sprintf("(%d, 2, 2)", rows), gram)
	if names == "<U3" {
		var text []byte
		for _, r := range "pdeic\x00" {
			text = binary.LittleEndian.AppendUint32(text, uint32(r))
		}
		member("names", names, "(2,)", text)
	} else {
		member("names", names, "(2,)", []byte("pdeic\x00"))
	}
	member("remark", "<i8", "(1,)", nil) // not read
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadGramRefuses(t *testing.T) {
	const good = `{"step":0,"loss":[1,2],"gram":[[4,-1],[-1,9]]}` + "\n"
	row := func(gram string) string { return headLine + good + `{"step":7,"loss":[1,2],"gram":` + gram + "}\n" }
	many := make([]string, 33)
	for i := range many {
		many[i] = fmt.Sprintf(`"l%d"`, i)
	}
	short := gramNPZ(t, 3, "<U3")
	for name, tt := range map[string]struct {
		text, says string
		line       int
	}{
		"nothing":               {"", "empty", 0},
		"spaces":                {" \n\n", "empty", 0},
		"a header alone":        {headLine, "no rows", 0},
		"no header":             {good, "format", 1},
		"another format":        {`{"format":"onnx"}`, "pinn-gram", 1},
		"version 2":             {`{"format":"pinn-gram","version":2,"losses":["a"]}`, "version", 1},
		"no losses":             {`{"format":"pinn-gram","version":1,"losses":[]}`, "no losses", 1},
		"equations of no loss":  {`{"format":"pinn-gram","version":1,"losses":["a","b"],"equations":["a","c"]}`, "no loss", 1},
		"one name twice":        {`{"format":"pinn-gram","version":1,"losses":["a","a"]}`, "name", 1},
		"33 losses":             {`{"format":"pinn-gram","version":1,"losses":[` + strings.Join(many, ",") + `]}`, "33 losses", 1},
		"text":                  {"hello\nworld\n", "JSON lines", 1},
		"asymmetric":            {row("[[4,-1],[-2,9]]"), "symmetric", 3},
		"not PSD":               {row("[[-4,-1],[-1,9]]"), "semidefinite", 3},
		"not PSD, three":        {`{"format":"pinn-gram","version":1,"losses":["a","b","c"]}` + "\n" + `{"step":0,"loss":[1,1,1],"gram":[[1,-0.9,-0.9],[-0.9,1,-0.9],[-0.9,-0.9,1]]}`, "semidefinite", 2},
		"cosine above 1":        {row("[[4,-7],[-7,9]]"), "cosine", 3},
		"zero but not alone":    {row("[[0,-1],[-1,9]]"), "cosine", 3},
		"K grows":               {row("[[4,0,0],[0,4,0],[0,0,4]]"), "3 rows for 2", 3},
		"K shrinks":             {headLine + good + `{"step":7,"loss":[1],"gram":[[4]]}`, "1 values for 2", 3},
		"a short row":           {row("[[4,1],[]]"), "row 2", 3},
		"NaN as Python says it": {row("[[NaN,0],[0,9]]"), "cut the trace", 3},
		"Infinity":              {row("[[Infinity,0],[0,9]]"), "cut the trace", 3},
		"all losses absent":     {row("[[null,null],[null,null]]"), "all losses are absent", 3},
		"too large":             {row("[[1e999,0],[0,9]]"), "number", 3},
		"null between":          {row("[[4,null],[null,9]]"), "null", 3},
		"text for a number":     {row(`[["4",0],[0,9]]`), "number", 3},
		"a step back":           {headLine + good + `{"step":10,"loss":[1,2],"gram":[[1,0],[2]]}` + "\n" + strings.Replace(good, ":0,", ":9,", 1), "step 9 after step 10", 4},
		"a step twice":          {headLine + good + good, "step 0 after step 0", 3},
		"half a step":           {headLine + strings.Replace(good, ":0,", ":0.5,", 1), "0.5", 2},
		"a step below 0":        {headLine + strings.Replace(good, ":0,", ":-5,", 1), "-5", 2},
		"no step":               {headLine + strings.Replace(good, "step", "time", 1), "no step", 2},
		"no loss":               {headLine + strings.Replace(good, "loss", "los", 1), "no loss", 2},
		"no gram":               {headLine + strings.Replace(good, "gram", "graham", 1), "no gram", 2},
		"blocks":                {headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[-1,9]],"blocks":{"l0":[[4,-1],[-1,8]]}}`, "blocks add up to 8", 2},
		"a block's size":        {headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[-1,9]],"blocks":{"l0":[[4]]}}`, "block l0", 2},
		"weighted, no weights":  {strings.Replace(headLine, "false", "true", 1) + good, "weights", 2},
		"a negative weight":     {strings.Replace(headLine, "false", "true", 1) + `{"step":0,"loss":[1,2],"weights":[1,-1],"gram":[[4,-1],[-1,9]]}`, "weight 1 is -1", 2},
		"torn in the middle":    {headLine + `{"step":0,"los` + "\n" + good, "unexpected end", 2},
		"csv, a column missing": {"step,loss_a,loss_b,g_a_a,g_a_b\n", "g_b_b", 1},
		"csv, columns twice":    {"step,step,loss_a,g_a_a\n", "two columns", 1},
		"csv, ambiguous names":  {"step,loss_a,loss_a_b,loss_b_c,loss_c,g_a_a,g_a_a_b,g_a_b_c,g_a_c,g_a_b_a_b,g_a_b_b_c,g_b_c_b_c,g_b_c_c,g_c_c\n", "two pairs", 1},
		"csv, a short line":     {"step,loss_a,g_a_a\n0,1,2\n1,2\n", "2 columns", 3},
		"csv, infinite":         {"step,loss_a,g_a_a\n0,1,inf\n", `column g_a_a holds "inf"`, 2},
		"csv, too large":        {"step,loss_a,g_a_a\n0,1,1e999\n", `column g_a_a holds "1e999"`, 2},
		"csv, no number":        {"step,loss_a,g_a_a\n0,one,1\n", `column loss_a holds "one", which is no number`, 2},
		"csv, a bad product":    {"step,loss_a,loss_b,g_a_a,g_a_b,g_b_b\n0,1,1,1,0,1\n1,1,1,1,foo,1\n", `column g_a_b holds "foo", which is no number`, 3},
		"csv, a bad step":       {"step,loss_a,g_a_a\nlast,1,1\n", `column step holds "last"`, 2},
		"csv, NaN":              {"step,loss_a,loss_b,g_a_a,g_a_b,g_b_b\n0,1,1,1,0,1\n1,nan,NaN,NaN,NaN,NaN\n", `column loss_a holds "nan"`, 3},
		"csv, NaN of a product": {"step,loss_a,g_a_a\n0,1,1\n1,1,NaN\n", "cut the trace", 3},
		"gzip of nothing":       {"\x1f\x8b", "gzip", 0},
		"zip of nothing":        {"PK\x03\x04", "npz", 0},
		"npz, short":            {string(short[:len(short)/2]), "npz", 0},
	} {
		tr, err := readGram(tt.text, 1000)
		var g *GramError
		if !errors.As(err, &g) {
			t.Errorf("%s: read %+v, error %v, want a fault of the file", name, tr, err)
			continue
		}
		if g.Line != tt.line || !strings.Contains(err.Error(), tt.says) || g.Remedy == "" && tt.line > 0 {
			t.Errorf("%s: %q (line %d), want line %d, a remedy and %q", name, err, g.Line, tt.line, tt.says)
		}
	}
}

// repeated is a file of head and then body over and over, of any size, that takes no memory.
type repeated struct {
	head, body string
	size       int64
}

func (r *repeated) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		switch i := at + int64(n); {
		case i >= r.size:
			return n, io.EOF
		case i < int64(len(r.head)):
			n += copy(p[n:], r.head[i:])
		default:
			n += copy(p[n:], r.body[(i-int64(len(r.head)))%int64(len(r.body)):])
		}
	}
	return n, nil
}

// A gigabyte is refused with its line, or read, in memory that does not grow with it.
func TestReadGramOfAGigabyte(t *testing.T) {
	for name, tt := range map[string]struct {
		body, says string
	}{
		"one line": {"[1,2,", "line 2: longer than"},
		"one row":  {`{"step":3,"loss":[1,2],"gram":[[4,-1],[9]]}` + "\n", "line 3: step 3 after step 3"},
		"nothing":  {"\x00", "line 2: longer than"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := ReadGram(&repeated{headLine, tt.body, 1 << 30}, 1<<30, 1000)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", name, err, tt.says)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 { // the longest line, doubled a few times
			t.Errorf("%s: %d MiB were allocated", name, used>>20)
		}
	}
}

func TestReadGramThinsLongTraces(t *testing.T) {
	var b strings.Builder
	b.WriteString(headLine)
	const rows = 30000
	for i := range rows {
		fmt.Fprintf(&b, `{"step":%d,"loss":[1,2],"gram":[[4,-1],[9]]}`+"\n", i)
	}
	all, err := readGram(b.String(), 0)
	if err != nil {
		t.Fatal(err)
	}
	n := len(all.Profile.Rows)
	if all.Rows != rows || n < maxRows/2 || n > maxRows || all.Last < rows-20 {
		t.Errorf("%d rows, %d kept up to step %d", all.Rows, n, all.Last)
	}
	gap := all.Profile.Rows[1].Step
	for i, r := range all.Profile.Rows {
		if r.Step != i*gap {
			t.Fatalf("row %d is of step %d, want steps %d apart", i, r.Step, gap)
		}
	}
	first, err := readGram(b.String(), 1000)
	if err != nil || len(first.Profile.Rows) != 1000 || first.Last != 999 {
		t.Errorf("%v; %d rows of the window", err, len(first.Profile.Rows))
	}
}

func TestReadGramNotes(t *testing.T) {
	var sparse, mixed strings.Builder
	sparse.WriteString(headLine)
	mixed.WriteString(headLine)
	for i := range 40 {
		fmt.Fprintf(&sparse, `{"step":%d,"loss":[1,2],"gram":[[4,-1],[9]]}`+"\n", 100*i)
		p := ""
		if i%2 == 0 {
			p = `,"pgram":[[1,0],[1]]`
		}
		fmt.Fprintf(&mixed, `{"step":%d,"loss":[1,2],"gram":[[4,-1],[9]]%s}`+"\n", i, p)
	}
	for text, want := range map[string]string{sparse.String(): "only 10 rows lie in the first 1000 steps", mixed.String(): "pgram is in 20 of 40 rows"} {
		tr, err := readGram(text, 1000)
		if err != nil || len(tr.Profile.Rows) != 40 || !strings.Contains(strings.Join(tr.Notes, "\n"), want) || tr.Profile.Rows[0].Metric != nil {
			t.Errorf("%v, %+v, want the note %q", err, tr, want)
		}
	}
}

// Whatever the bytes, reading ends with a trace that can be classified or with a fault that names a line.
func FuzzReadGram(f *testing.F) {
	f.Add([]byte(headLine + `{"step":0,"loss":[1,2],"gram":[[4,-1],[9]],"blocks":{"a_coef":[[4,-1],[9]]}}` + "\n"))
	f.Add([]byte(`{"format":"pinn-gram","version":1,"losses":["a","b"],"weighted":true}` + "\n" + `{"step":1,"loss":[1,null],"weights":[1,2],"gram":[[1,1],[1,1]],"pgram":[[1,1],[1,1]],"dl":[1,1],"du":[1,1]}`))
	f.Add([]byte("step,loss_a,loss_b,g_a_a,g_a_b,g_b_b\n0,1,2,3,0,1\n"))
	f.Add(gramNPZ(&testing.T{}, 2, "<U3"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tr, err := ReadGram(bytes.NewReader(data), int64(len(data)), 5)
		if err != nil {
			var g *GramError
			if !errors.As(err, &g) || g.What == "" {
				t.Fatalf("%v is no fault of the file", err)
			}
			return
		}
		if v := diagnosis.Classify(tr.Profile, diagnosis.Default); v.Regime == "" {
			t.Fatal("no regime")
		}
	})
}
