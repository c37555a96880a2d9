package main

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
)

// plainOf is a run of a few steps with a profile under way.
func plainOf(t *testing.T, steps int) run {
	t.Helper()
	spec := experiment.Default()
	spec.Problem, spec.Width, spec.Depth, spec.Points = "heat", 6, 2, "30"
	r, err := open(spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range steps {
		if err := r.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// TestExportsAreReadBack: the files of a run hold its fields, its Spec and its profile.
func TestExportsAreReadBack(t *testing.T) {
	r := plainOf(t, 30)
	defer r.Close()
	field, err := export(r, "field")
	if err != nil {
		t.Fatal(err)
	}
	arrays, err := interchange.ReadNPZ(field.Data)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]int{}
	for _, a := range arrays {
		names[a.Name] = len(a.F32) + len(a.F64)
	}
	if n := interchange.FieldPoints; names["u"] != n*n || names["u.truth"] != n*n || names["residual"] != n*n {
		t.Errorf("the fields are %v", names)
	}
	profile, err := export(r, "profile")
	if err != nil {
		t.Fatal(err)
	}
	tr, v, err := trace(bytes.NewReader(profile.Data), int64(len(profile.Data)))
	if err != nil {
		t.Fatal(err)
	}
	if tr.Rows != 3 || tr.Problem != "heat" || v == nil {
		t.Errorf("the profile has %d rows of %q", tr.Rows, tr.Problem)
	}
	spec, err := export(r, "spec")
	if err != nil || !strings.Contains(string(spec.Data), `"width": 6`) {
		t.Errorf("the Spec is %s (%v)", spec.Data, err)
	}
	if _, err := export(r, "nonsense"); err == nil {
		t.Error("nonsense is exported")
	}
	var c bytes.Buffer
	if err := interchange.WriteCheckpoint(&c, r.(*plainRun).Run); err != nil {
		t.Fatal(err)
	}
	again, err := resume(c.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := export(again, "profile"); err == nil || !strings.Contains(err.Error(), "Reset") {
		t.Errorf("a run without a profile: %v", err)
	}
}

// TestShownTrace: what the page gets of a long trace of many losses stays small, and starts at its first row.
func TestShownTrace(t *testing.T) {
	const k = 32
	var b strings.Builder
	names := make([]string, k)
	for i := range names {
		names[i] = `"l` + string(rune('a'+i%26)) + string(rune('0'+i/26)) + `"`
	}
	b.WriteString(`{"format":"pinn-gram","version":1,"losses":[` + strings.Join(names, ",") + `]}` + "\n")
	for step := range 900 {
		b.WriteString(`{"step":` + digits(step) + `,"loss":[1` + strings.Repeat(",1", k-1) + `],"gram":[`)
		for i := range k {
			if i > 0 {
				b.WriteByte(',')
			}
			row := make([]string, k)
			for j := range row {
				row[j] = "0"
			}
			row[i] = "1"
			b.WriteString("[" + strings.Join(row, ",") + "]")
		}
		b.WriteString("]}\n")
	}
	text := b.String()
	tr, _, err := trace(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(tr.Step); n < 100 || n*k*k > shownEntries || len(tr.Gram) != n*k*k || tr.Step[0] != 0 || tr.Rows != 900 {
		t.Errorf("%d rows shown of %d, %d numbers", n, tr.Rows, len(tr.Gram))
	}
	if v := tr.Best[0]; math.Abs(v-1) > 1e-9 {
		t.Errorf("phi of orthogonal gradients is %g", v)
	}
}

func digits(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return digits(n/10) + string(rune('0'+n%10))
}
