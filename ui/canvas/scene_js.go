package canvas

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// A stage shows one of several pictures. Those below take the place of the run's.

// instead is a picture that takes the place of the run's, with the height it needs in device pixels.
type instead struct {
	draw     func(dst *ebiten.Image)
	height   float64
	geometry plot.Rect // where dragging turns
}

// other returns the picture that takes the place of the run's, nil if none does.
func (s *Stage) other() *instead {
	switch s.Store.Picture() {
	case state.AtlasTab:
		_, height := s.atlasCard()
		return &instead{s.drawAtlas, height, plot.Rect{}}
	case state.OwnTab:
		l := plot.ArrangeOwn(s.w, s.h, s.scale, s.ownLosses())
		return &instead{s.drawOwn, l.Height, l.Geometry}
	case state.RacePicture:
		return &instead{s.drawRace, plot.ArrangeRace(s.w, s.h, s.scale).Height, plot.Rect{}}
	}
	return nil
}

// drawInstead draws the picture that takes the place of the run's, if one does.
func (s *Stage) drawInstead(dst *ebiten.Image) bool {
	o := s.other()
	if o == nil {
		return false
	}
	dst.Fill(s.theme.Ground)
	o.draw(dst)
	return true
}

// arrangeInstead asks for the height of the picture that takes the place of the run's. It has none of the run's cards.
func (s *Stage) arrangeInstead() bool {
	o := s.other()
	if o == nil {
		return false
	}
	s.layout = plot.Layout{Geometry: o.geometry}
	s.ask(o.height)
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

// threshold returns what the phis of a verdict are held against, NaN if it says none.
func threshold(v *experiment.Verdict) float64 {
	for _, e := range v.Evidence {
		if e.Decides && e.Threshold > 0 {
			return e.Threshold
		}
	}
	return math.NaN()
}
