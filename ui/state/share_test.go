package state

import (
	"strings"
	"testing"

	"counterpoint/solver/experiment"
)

// TestHideParts: what a link hides stays in the address, through a change of problem too; what is no part is said.
func TestHideParts(t *testing.T) {
	w := ready(t, "problem=heat&hide=header,controls,header,cellar")
	if len(w.s.Hide) != 2 || len(w.s.Notes) != 1 || !strings.Contains(w.s.Notes[0], "cellar") || !strings.Contains(w.address, "hide=header,controls") {
		t.Errorf("hides %q, notes %q, address %s", w.s.Hide, w.s.Notes, w.address)
	}
	w.s.Dispatch(Choose{"burgers"})
	w.parsed()
	w.loaded()
	if !strings.Contains(w.address, "hide=header,controls") {
		t.Errorf("after a change of problem: %s", w.address)
	}
	w = ready(t, "problem=heat")
	if len(w.s.Hide) != 0 {
		t.Errorf("a link without it hides %q", w.s.Hide)
	}
}

// TestFrame: the text for a frame is HTML whatever the address holds, hides header and controls, and leaves the page's own address alone.
func TestFrame(t *testing.T) {
	w := ready(t, "problem=heat&seed=3&lesson="+Lessons[0].Name)
	var frame CopyFrame
	w.s.Perform = func(e Effect) {
		if f, ok := e.(CopyFrame); ok {
			frame = f
		}
	}
	w.s.Dispatch(ShareFrame{})
	if !strings.Contains(frame.Fragment, "seed=3") || !strings.Contains(frame.Fragment, "hide=header,controls") || strings.Contains(frame.Fragment, "lesson") || len(w.s.Hide) != 0 {
		t.Errorf("frame %+v, hides %q", frame, w.s.Hide)
	}
	text := FrameText(`https://a.b/#text="><script>&x=1`, `A "title"`)
	if strings.Contains(text, "<script") || !strings.Contains(text, "&amp;x=1") || !strings.Contains(text, "&#34;title&#34;") {
		t.Errorf("the text is %s", text)
	}
}

// TestSaveFiles: each export is asked of the worker by its name, and nothing else is.
func TestSaveFiles(t *testing.T) {
	w := ready(t, "problem=heat")
	for _, e := range Exports {
		w.s.Dispatch(SaveFile{e.Name})
		if r := w.last(experiment.AskExport); r.Name != e.Name {
			t.Errorf("asked for %q", r.Name)
		}
	}
	n := len(w.sent)
	w.s.Dispatch(SaveFile{"nonsense"})
	if len(w.sent) != n || len(Exports) < 3 {
		t.Error("nonsense is asked for")
	}
}

// TestPanelled: what can be saved as PNG follows what the stage shows.
func TestPanelled(t *testing.T) {
	w := ready(t, "problem=heat")
	if got := strings.Join(w.s.Panelled(), ","); got != "map,small truth,small error,losses,error,gradients" {
		t.Errorf("of a run: %s", got)
	}
	w.s.Dispatch(OpenTab{OwnTab})
	if got := strings.Join(w.s.Panelled(), ","); got != "geometry,statistics,losses" {
		t.Errorf("of a trace: %s", got)
	}
	w.s.Dispatch(OpenTab{LabTab})
	r := race(t, w)
	r.s.Dispatch(StartRace{Arms: [2]string{"none", "weights"}})
	if got := strings.Join(w.s.Panelled(), ","); got != "left,right,curves" {
		t.Errorf("of a race: %s", got)
	}
}
