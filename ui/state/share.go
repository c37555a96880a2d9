package state

import (
	"fmt"
	"html"
	"net/url"
	"strings"

	"counterpoint/solver/experiment"
)

// Parts are what a link can hide of the page, by the key `hide`, for a frame in another page: the header, the whole panel of controls, or
// all of the panel but the bar that runs and the report.
var Parts = []string{"header", "panel", "controls", "stage"}

// Exports are the files that the worker writes of the present run, by their name in a request.
var Exports = []Export{
	{"field", "Fields (NPZ)", "prediction, truth and residual on a grid, for NumPy"},
	{"spec", "Run (JSON)", "everything that decides the run"},
	{"profile", "Profile (pinn-gram)", "losses and Gram matrices of the profile, as any program can read them"},
}

// Export is a file that can be had of a run.
type Export struct{ Name, Label, Doc string }

type (
	// ShareFrame asks for the text that shows this run in a frame of another page.
	ShareFrame struct{}
	// SaveFile asks the worker for one of Exports.
	SaveFile struct{ Name string }
	// SaveClip asks for a film of the stage.
	SaveClip struct{}
	// CopyFrame puts the text for a frame on the clipboard: Address is completed by the page's own.
	CopyFrame struct{ Fragment, Title string }
	// Clip records the stage for so many seconds.
	Clip struct{ Seconds int }
)

func (ShareFrame) action() {}
func (SaveFile) action()   {}
func (SaveClip) action()   {}
func (CopyFrame) effect()  {}
func (Clip) effect()       {}

// clipSeconds is the length of a film.
const clipSeconds = 6

// applyShare takes what concerns sharing.
func (s *State) applyShare(a Action) []Effect {
	switch a := a.(type) {
	case ShareFrame:
		s.Status = "The text for a frame in another page is on the clipboard."
		return []Effect{CopyFrame{s.frameLink(), s.title()}}
	case SaveFile:
		return s.saveFile(a.Name)
	case SaveClip:
		s.Status = fmt.Sprintf("Recording the stage for %d seconds.", clipSeconds)
		return []Effect{Clip{clipSeconds}}
	}
	return nil
}

func (s *State) title() string {
	if s.Info != nil {
		return s.Info.Title
	}
	return s.Spec.Problem
}

// frameLink is the link for a frame: without header and controls, unless the page hides parts already.
func (s *State) frameLink() string {
	t := *s
	if len(t.Hide) == 0 {
		t.Hide = []string{"header", "controls"}
	}
	t.Lesson = ""
	return t.Fragment()
}

// FrameText returns the HTML that shows a page in a frame of another.
func FrameText(address, title string) string {
	return `<iframe src="` + html.EscapeString(address) + `" title="counterpoint: ` + html.EscapeString(title) +
		`" width="1000" height="640" style="border:0;max-width:100%" loading="lazy" allow="clipboard-write"></iframe>`
}

func (s *State) saveFile(name string) []Effect {
	if !s.Loaded() {
		return nil
	}
	for _, e := range Exports {
		if e.Name == name {
			r := s.request(experiment.AskExport)
			r.Name = name
			return []Effect{Send{r}}
		}
	}
	return nil
}

// readHide reads the parts that a link hides.
func (s *State) readHide(text string) string {
	var wrong []string
	for _, part := range strings.Split(text, ",") {
		switch {
		case index(Parts, part) < 0:
			wrong = append(wrong, fmt.Sprintf("%.20q", part))
		case index(s.Hide, part) < 0:
			s.Hide = append(s.Hide, part)
		}
	}
	if wrong != nil {
		return fmt.Sprintf("hide: %.60s is none of %s", strings.Join(wrong, " "), strings.Join(Parts, ", "))
	}
	return ""
}

// listed writes a value of a link that may hold commas and plus signs as they are.
func listed(v string) string {
	return strings.NewReplacer("%2C", ",", "%2B", "+").Replace(url.QueryEscape(v))
}

// RacePicture names the stage's picture of a race.
const RacePicture = "race"

// Picture says what the stage shows: one of Tabs, or RacePicture.
func (s *State) Picture() string {
	if s.Tab == LabTab && s.Racing() {
		return RacePicture
	}
	return s.Tab
}

// Panelled names the panels of the stage's present picture, each of which can be saved as PNG.
func (s *State) Panelled() []string {
	switch s.Picture() {
	case AtlasTab:
		return nil
	case OwnTab:
		return []string{"geometry", "statistics", "losses"}
	case RacePicture:
		return []string{"left", "right", "curves"}
	}
	out := []string{"map"}
	for _, q := range s.Sides() {
		out = append(out, "small "+q)
	}
	out = append(out, "losses")
	if s.Judged() {
		out = append(out, "error")
	}
	return append(out, "gradients")
}
