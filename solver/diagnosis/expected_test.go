package diagnosis

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// TestExpected: what is committed speaks of every regime; the remedy's gain comes first, and a regime without numbers says so.
func TestExpected(t *testing.T) {
	committed, err := measured()
	for _, regime := range []string{experiment.RegimeNone, experiment.RegimeMagnitude, experiment.RegimeDirectional} {
		if text := expected(regime, "weights", committed); err != nil || text == uncalibrated {
			t.Errorf("regime %s: %s (%v)", regime, text, err)
		}
	}
	doc, err := studies.ReadFile("calibration/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(doc), `    {"equal"`)
	text, _, _ = strings.Cut(text, "\n\n")
	all, err := readCalibration([]byte(`{"equal"` + text))
	if err != nil || len(all.Gains) != 1 || all.Gains[0].Problems != 12 || all.Gains[0].Hi != 2.1 {
		t.Fatalf("%+v, %v", all, err)
	}
	all.Gains = append(all.Gains, Gain{experiment.RegimeDirectional, "adapters+weights", 12, 30, 4, 220}, Gain{experiment.RegimeNone, "weights", 20, 1, 0.9, 1.1})
	const want = "how many times lower the error was, over 12 problems in this regime at equal time: 30 with adapters+weights [4, 220], 1.4 with weights [0.8, 2.1]. On problems that nothing was fitted on the verdict chose well 7 times of 8, and with a trial of the arms 9 of 10"
	if got := expected(experiment.RegimeDirectional, "adapters+weights", all); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	all.Cross = nil
	if got := expected(experiment.RegimeNone, "none", all); !strings.HasSuffix(got, ": 1 with weights [0.9, 1.1]") {
		t.Error(got)
	}
	all.Equal = "steps"
	if got := expected(experiment.RegimeDirectional, "weights", all); !strings.HasSuffix(got, "; a step with adapters takes two to three times as long") {
		t.Error(got)
	}
	if got := expected(experiment.RegimeMagnitude, "jointrate", all); got != uncalibrated {
		t.Error(got)
	}
	refused := 0
	for _, bad := range []string{`{`, `{"gains":[]}`, `{"equal":"time","gains":[{"regime":"none","arm":"weights","problems":0,"ratio":1,"lo":1,"hi":1}]}`, `{"equal":"time","gains":[{"regime":"none","arm":"weights","problems":3,"ratio":2,"lo":3,"hi":1}]}`} {
		if _, err := readCalibration([]byte(bad)); err == nil {
			t.Errorf("%s is taken", bad)
		}
		refused++
	}
	if refused != 4 {
		t.Errorf("%d tried", refused)
	}
}
