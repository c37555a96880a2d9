package state

import (
	"math"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// TestPanelsLink: every choice of the panels comes back from its link, and what is wrong is told and left at its default.
func TestPanelsLink(t *testing.T) {
	d := defaultPanels()
	checked := 0
	for _, change := range []func(p *Panels){
		func(p *Panels) { p.Shape = "surface" }, func(p *Panels) { p.Range = "own" }, func(p *Panels) { p.Curves = "weights" },
		func(p *Panels) { p.Gradients = "layers" }, func(p *Panels) { p.Slices = false }, func(p *Panels) { p.Points = true },
		func(p *Panels) { p.Spin, p.Tilt = -120, 70 },
	} {
		want := d
		change(&want)
		got := d
		n := 0
		want.fragment(func(differs bool, key, value string) {
			if !differs {
				return
			}
			n++
			if wrong, known := got.read(key, value); wrong != "" || !known {
				t.Errorf("%s=%s: %q, known %v", key, value, wrong, known)
			}
		})
		if got != want || n == 0 {
			t.Errorf("%+v came back as %+v from %d keys", want, got, n)
		}
		checked++
	}
	for _, k := range []string{"shape=cube", "spin=1e9", "tilt=NaN", "slices=yes", "gradients="} {
		key, value, _ := strings.Cut(k, "=")
		got := d
		if wrong, known := got.read(key, value); wrong == "" || !known || got != d {
			t.Errorf("%s: %q, known %v, now %+v", k, wrong, known, got)
		}
		checked++
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
	wild := Panels{Shape: "x", Spin: 725, Tilt: math.Inf(1)}.sound()
	if wild.Shape != "map" || wild.Spin != d.Spin || wild.Tilt != d.Tilt {
		t.Errorf("sound gives %+v", wild)
	}
	if p := (Panels{Spin: 190, Tilt: 90}).sound(); p.Spin != -170 || p.Tilt != 85 {
		t.Errorf("190 and 90 degrees become %g and %g", p.Spin, p.Tilt)
	}
}

// TestHistoryOfAngles: cosines of pairs and of layers stand where Pair and the blocks say; weights and statistics are kept.
func TestHistoryOfAngles(t *testing.T) {
	var h History
	h.Reset(3, 0)
	row := experiment.Snapshot{
		Loss: []float64{1, 2, 3}, Weight: []float64{1, 5, 1}, Gram: []float64{1, 0.5, -0.25, 0.5, 1, 0, -0.25, 0, 1}, Stat: []float64{.1, .2, .3, math.NaN(), 9},
		BlockGram: []float64{1, 0, 0, 0, 1, 0, 0, 0, 1, 1, -1, 0, -1, 1, 0, 0, 0, 1},
	}
	h.Add(&row)
	row.Step = 10
	h.Add(&row)
	if c := h.Cosine; len(c) != 3 || c[Pair(0, 1)][1] != 0.5 || c[Pair(0, 2)][1] != -0.25 || c[Pair(1, 2)][1] != 0 {
		t.Errorf("cosines %v", c)
	}
	if l := h.Layer; len(l) != 2 || len(l[0]) != 2 || l[0][1] != 0 || l[1][1] != -1 {
		t.Errorf("layers %v", l)
	}
	if h.Weight[1][1] != 5 || h.Stat[experiment.Imbalance][1] != 9 || !math.IsNaN(h.Stat[experiment.PhiSlow][0]) {
		t.Errorf("weights %v, statistics %v", h.Weight, h.Stat)
	}
	for i := range 2 * Capacity {
		row.Step = 20 + i
		h.Add(&row)
	}
	for _, c := range h.columns() {
		if len(*c) != len(h.Step) {
			t.Fatalf("a column has %d rows, steps %d", len(*c), len(h.Step))
		}
	}
}

// TestHistoryFitsTheProblem: from the moment that another problem is the page's, what was recorded has as many columns as it has losses,
// since the stage may be drawn before its run is loaded.
func TestHistoryFitsTheProblem(t *testing.T) {
	w := trained(t, "", 310)
	w.s.Dispatch(Choose{"heat"})
	r := w.last(experiment.AskParse)
	i := info("heat")
	i.Losses, i.Fields = []string{"pde"}, []string{"u", "v"}
	w.s.Dispatch(Said{experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysParsed, Info: &i}})
	if h := &w.s.History; len(h.Loss) != 1 || len(h.Error) != 2 || len(h.Step) != 0 || len(w.s.Now.Loss) != 0 {
		t.Errorf("%d losses and %d errors over %d rows are kept of the run before", len(h.Loss), len(h.Error), len(h.Step))
	}
}
