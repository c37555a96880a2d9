package canvas

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/ui/plot"
)

// A stage shows one of several pictures. Those below take the place of the run's.

// drawInstead draws the picture that takes the place of the run's, if one does.
func (s *Stage) drawInstead(dst *ebiten.Image) bool {
	if !s.Store.Racing() {
		return false
	}
	dst.Fill(s.theme.Ground)
	s.drawRace(dst)
	return true
}

// arrangeInstead asks for the height of the picture that takes the place of the run's. It has none of the run's cards.
func (s *Stage) arrangeInstead() bool {
	if !s.Store.Racing() {
		return false
	}
	s.layout = plot.Layout{}
	s.ask(plot.ArrangeRace(s.w, s.h, s.scale).Height)
	return true
}

// ask asks the page for a stage that high, in device pixels, where it is narrow.
func (s *Stage) ask(height float64) {
	want := 0.0
	if s.w < plot.Narrow*s.scale {
		want = math.Ceil(height / s.scale)
	}
	if want != s.asked && s.Resize != nil {
		s.asked = want
		s.Resize(want)
	}
}
