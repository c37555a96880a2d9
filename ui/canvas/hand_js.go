package canvas

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// hand is what the pointer does.
type hand struct {
	over         string // quantity under the pointer, "" for none
	u, v         float64
	drag, down   bool
	spin         bool // the surface is being dragged
	moved        bool // since it went down
	x, y         float64
	downX, downY float64
}

// point follows the pointer: a crosshair over fields, turning by dragging in the geometry card, clicks.
func (s *Stage) point() {
	h, x, y := &s.hand, s.Pointer.X*s.scale, s.Pointer.Y*s.scale
	inside := s.Pointer.In
	over, u, v := "", 0.0, 0.0
	if inside {
		over, u, v = s.under(x, y)
	}
	if over != h.over || over != "" && (u != h.u || v != h.v) {
		h.over, h.u, h.v = over, u, v
		s.mark(fields)
	}
	down := s.Pointer.Down || s.Pointer.Pressed
	s.Pointer.Pressed = false
	if down && !h.down {
		h.down, h.moved, h.downX, h.downY = true, false, x, y
		h.drag = s.layout.Geometry.Has(x, y) && s.arrows()
		if h.spin = s.surface() && s.layout.Main.Has(x, y); h.spin {
			s.held = s.Store.Display.Panels
		}
	}
	if h.down && math.Hypot(x-h.downX, y-h.downY) > 5*s.scale {
		h.moved = true
	}
	if h.drag && (x != h.x || y != h.y) {
		s.angle -= (x - h.x) * 0.01 / s.scale
		s.tilt = max(-1.4, min(1.4, s.tilt+(y-h.y)*0.01/s.scale))
		s.mark(turned)
	}
	if h.spin && (x != h.x || y != h.y) {
		s.held.Spin -= (x - h.x) * 0.5 / s.scale
		s.held.Tilt += (y - h.y) * 0.4 / s.scale
		s.held.Tilt = max(5, min(85, s.held.Tilt))
		s.mark(fields)
	}
	if down && !s.Pointer.Down {
		ebiten.ScheduleFrame() // the release is for the next frame
	}
	if !down && h.down {
		spun := h.spin && h.moved
		h.down, h.drag, h.spin = false, false, false
		if spun {
			s.turn(s.held.Spin, s.held.Tilt)
		}
		if !h.moved {
			s.click(h.downX, h.downY)
		}
	}
	h.x, h.y = x, y
	s.cursor(inside, x, y)
}

func (s *Stage) cursor(inside bool, x, y float64) {
	shape := ebiten.CursorShapeDefault
	switch {
	case !inside:
	case s.tabAt(x, y) != nil:
		shape = ebiten.CursorShapePointer
	case s.hand.over != "":
		shape = ebiten.CursorShapeCrosshair
	case s.surface() && s.layout.Main.Has(x, y), s.layout.Geometry.Has(x, y) && s.arrows():
		shape = ebiten.CursorShapeMove
	case s.sideAt(x, y) != "":
		shape = ebiten.CursorShapePointer
	}
	ebiten.SetCursorShape(shape)
}

// under returns the quantity whose picture lies at (x, y), and where in it.
func (s *Stage) under(x, y float64) (name string, u, v float64) {
	if s.shown.w == 0 {
		return "", 0, 0
	}
	for i, q := range s.quantities() {
		if i == 0 && s.surface() {
			continue
		}
		if r, _ := q.field.Room(q.card, s.scale); r.Has(x, y) {
			return q.name, (x - r.X) / r.W, 1 - (y-r.Y)/r.H
		}
	}
	return "", 0, 0
}

// sideAt returns the small quantity whose card lies at (x, y).
func (s *Stage) sideAt(x, y float64) string {
	for i, name := range s.Store.Sides() {
		if i < len(s.layout.Side) && s.layout.Side[i].Has(x, y) {
			return name
		}
	}
	return ""
}

// click pins the probe in a picture; on the rim of a small card it shows that quantity large.
func (s *Stage) click(x, y float64) {
	st := &s.Store.State
	if t := s.tabAt(x, y); t != nil {
		d := st.Display
		t.show(&d)
		s.Store.Dispatch(state.Show{Display: d})
		return
	}
	if name, u, v := s.under(x, y); name != "" && st.Info != nil {
		view, axes := s.shown.view, st.Info.Axes
		at := append([]float64(nil), view.Slice...)
		at[view.X] = plot.Axis{Lo: axes[view.X].Lo, Hi: axes[view.X].Hi}.Value(u)
		if view.Y >= 0 {
			at[view.Y] = plot.Axis{Lo: axes[view.Y].Lo, Hi: axes[view.Y].Hi}.Value(v)
		}
		s.Store.Dispatch(state.PinAt{At: at})
		return
	}
	if name := s.sideAt(x, y); name != "" {
		d := st.Display
		d.Main = name
		s.Store.Dispatch(state.Show{Display: d})
	}
}

// surface reports whether the large field is drawn as a surface.
func (s *Stage) surface() bool {
	return s.Store.Display.Shape == state.Shapes[1] && s.shown.h > 1
}

// turn gives the surface other angles, in degrees.
func (s *Stage) turn(spin, tilt float64) {
	d := s.Store.Display
	d.Spin, d.Tilt = spin, tilt
	s.Store.Dispatch(state.Show{Display: d})
}

// Turn turns what can be turned by keys: the surface, else the arrows of the gradients. across and up count key presses.
func (s *Stage) Turn(across, up float64) {
	if d := &s.Store.Display; s.surface() {
		s.turn(d.Spin+5*across, d.Tilt+5*up)
		return
	}
	s.angle += 0.09 * across
	s.tilt = max(-1.4, min(1.4, s.tilt+0.09*up))
	s.mark(turned)
}
