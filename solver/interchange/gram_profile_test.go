package interchange

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// A profile that went through a file gets the same verdict, to the last bit: on fixed points, on points drawn anew, and with the block of
// unknown coefficients, which has no vote.
func TestProfileRoundTrip(t *testing.T) {
	for _, tt := range []struct {
		problem  string
		resample int
		notes    int
	}{{"burgers", 0, 0}, {"burgers", 1, 0}, {"burgers-inverse", 0, 1}} {
		spec := experiment.Default()
		spec.Problem, spec.Steps, spec.Width, spec.Depth, spec.Points, spec.Resample = tt.problem, 400, 8, 2, "64", tt.resample
		run, err := train.New(spec, train.Options{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		watch := train.Profiled(run)
		for range 400 {
			if err := watch.Step(); err != nil {
				t.Fatal(err)
			}
		}
		run.Close()
		var b bytes.Buffer
		if err := WriteProfile(&b, GramHeader{Problem: tt.problem}, watch.Profile); err != nil {
			t.Fatal(err)
		}
		tr, err := ReadGram(bytes.NewReader(b.Bytes()), int64(b.Len()), 0)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(watch.Verdict())
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(diagnosis.Classify(tr.Profile, diagnosis.Default))
		if err != nil {
			t.Fatal(err)
		}
		if len(tr.Profile.Rows) != 40 || len(tr.Notes) != tt.notes || !bytes.Equal(got, want) {
			t.Errorf("%s, resample %d: %d rows, %q; read back\n%s\nwant\n%s", tt.problem, tt.resample, len(tr.Profile.Rows), tr.Notes, got, want)
		}
		if !slices.Equal(tr.Profile.Equation, watch.Profile.Equation) || !slices.Contains(tr.Profile.Equation, true) {
			t.Errorf("%s: equations %v, want %v", tt.problem, tr.Profile.Equation, watch.Profile.Equation)
		}
		if split := tr.Profile.Rows[3].Split != nil; split != (tt.resample > 0) || len(watch.Verdict().Blocks) < 3 {
			t.Errorf("%s, resample %d: split %t, %d blocks", tt.problem, tt.resample, split, len(watch.Verdict().Blocks))
		}
	}
}
