package interchange

import (
	"bytes"
	"encoding/json"
	"testing"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// A profile that went through a file gets the same verdict, to the last bit.
func TestProfileRoundTrip(t *testing.T) {
	spec := experiment.Default()
	spec.Problem, spec.Steps, spec.Width, spec.Depth, spec.Points = "burgers", 400, 8, 2, "64"
	run, err := train.New(spec, train.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer run.Close()
	watch := train.Profiled(run)
	for range 400 {
		if err := watch.Step(); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := WriteProfile(&b, GramHeader{Problem: "burgers"}, watch.Profile); err != nil {
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
	if len(tr.Profile.Rows) != 40 || len(tr.Notes) != 0 || !bytes.Equal(got, want) {
		t.Errorf("%d rows, %q; read back\n%s\nwant\n%s", len(tr.Profile.Rows), tr.Notes, got, want)
	}
}
