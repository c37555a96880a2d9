package canvas

import (
	"image"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// panels returns where the panels of the present picture lie, by the names of state.Panelled.
func (s *Stage) panels() map[string]plot.Rect {
	switch s.Store.Picture() {
	case state.AtlasTab:
		return nil
	case state.OwnTab:
		l := plot.ArrangeOwn(s.w, s.h, s.scale, s.ownLosses())
		return map[string]plot.Rect{"geometry": l.Geometry, "statistics": l.Strip, "losses": l.Loss}
	case state.RacePicture:
		l := plot.ArrangeRace(s.w, s.h, s.scale)
		return map[string]plot.Rect{"left": l.Field[0], "right": l.Field[1], "curves": l.Curves}
	}
	out := map[string]plot.Rect{"map": s.layout.Main, "losses": s.layout.Loss, "error": s.layout.Error, "gradients": s.layout.Geometry}
	for i, q := range s.Store.Sides() {
		if i < len(s.layout.Side) {
			out["small "+q] = s.layout.Side[i]
		}
	}
	return out
}

// picture captures what was drawn: the panel that was asked for, or all of it where there is none of that name.
func (s *Stage) picture(dst *ebiten.Image) {
	b := dst.Bounds()
	if r, ok := s.panels()[s.captured]; ok && r.W >= 1 && r.H >= 1 {
		b = image.Rect(int(r.X), int(r.Y), int(r.X+r.W), int(r.Y+r.H)).Intersect(b)
	}
	px := make([]byte, 4*b.Dx()*b.Dy())
	dst.SubImage(b).(*ebiten.Image).ReadPixels(px)
	s.Capture(px, b.Dx(), b.Dy())
}
