package canvas

import (
	"math"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/solver/experiment"
	"counterpoint/ui/plot"
	"counterpoint/ui/state"
)

// Pointer is mouse or finger, in CSS pixels of the canvas. Pressed stays set until the stage has seen it, so that a click shorter
// than a frame is not lost.
type Pointer struct {
	X, Y              float64
	In, Down, Pressed bool
}

// parts of the stage that can need drawing on their own.
type part uint8

const (
	fields part = 1 << iota
	charts
	turned
	everything = fields | charts | turned
)

// Stage is the picture. It implements ebiten.Game; its methods belong to the goroutine of the page.
type Stage struct {
	Store   *state.Store
	Pointer *Pointer
	Resize  func(height float64)            // asks for a stage that high, in CSS pixels; 0: as high as the page gives
	Capture func(rgba []byte, width, h int) // takes the picture that SavePicture asked for
	Loaded  func()                          // called after the first field was drawn
	Density func() float64                  // device pixels a CSS pixel, now
	Lost    bool                            // there is no graphics context any more: nothing is drawn
	scale   float64                         // device pixels a CSS pixel
	w, h    float64                         // device pixels
	layout  plot.Layout
	brush   *brush
	heat    *heat
	scene   plot.Scene
	theme   *plot.Theme

	pending, shown grids
	lanes          [2]lane
	brought        plot.Embedding // of the run that was brought
	texture        map[string]*texture
	stale          bool // shown differs from the textures
	dirty          part
	capture        bool
	captured       string // name of the panel that is to be captured, "" for the whole stage

	embedding   plot.Embedding
	angle, tilt float64
	tab         map[string][]tab // by card
	ticks       int
	turned      time.Time // when the eye was moved last
	late        float64   // seconds between two frames that turn it, a moving mean
	hand        hand
	held        state.Panels // of a surface that is being dragged
	asked       float64
	counts      Counts
}

// Counts is what tests read.
type Counts struct {
	Draws, Drawn, Frames int
	Grids                int // frames with grids of the run shown
	Hover                bool
	Angle                float64
}

// grids is the latest frame's grids.
type grids struct {
	view  experiment.View
	w, h  int
	value map[string][]float32
	lo    map[string]float64
	hi    map[string]float64
	fresh bool
}

// New returns a stage that shows what is in the store, once it is prepared.
func New(store *state.Store) *Stage {
	return &Stage{Store: store, Pointer: &Pointer{}, scale: 1, theme: &plot.Dark, angle: 0.65, tilt: 0.4, texture: map[string]*texture{}, tab: map[string][]tab{},
		pending: newGrids(), shown: newGrids()}
}

// Prepare reads the fonts and compiles the shaders that drawing needs. The rest of the stage works before it.
func (s *Stage) Prepare() (err error) {
	if s.brush, err = newBrush(); err != nil {
		return err
	}
	s.heat, err = newHeat()
	return err
}

func newGrids() grids {
	return grids{value: map[string][]float32{}, lo: map[string]float64{}, hi: map[string]float64{}}
}

// Push takes a frame; its grids are copied. They are shown from the next Update on, so that a picture under way stays whole.
func (s *Stage) Push(f *experiment.Frame) {
	s.counts.Frames++
	s.mark(charts | turned)
	if len(f.Grids) == 0 {
		return
	}
	s.counts.Grids++
	s.pending.take(f, s.Store.View)
	s.mark(fields)
}

// Clear forgets the fields: another run is being loaded.
func (s *Stage) Clear() {
	s.pending, s.shown = newGrids(), newGrids()
	s.embedding = plot.Embedding{}
	clear(s.tab)
	s.counts.Grids = 0
	s.mark(everything)
}

// Restyle draws everything anew, with the store's Display.
func (s *Stage) Restyle() {
	s.theme = &plot.Light
	if s.Store.Display.Dark {
		s.theme = &plot.Dark
	}
	s.mark(everything)
}

// TakePicture has the next drawing captured: the panel of that name, or all of it.
func (s *Stage) TakePicture(panel string) {
	s.capture, s.captured = true, panel
	s.mark(everything)
}

// mark says that something needs drawing; without it ebiten is not woken.
func (s *Stage) mark(p part) {
	s.dirty |= p
	if !s.Lost {
		ebiten.ScheduleFrame()
	}
}

// Counts returns the counters.
func (s *Stage) Counts() Counts {
	c := s.counts
	c.Angle = s.angle
	c.Hover = s.hand.over != ""
	return c
}

// Layout implements ebiten.Game; LayoutF is used instead.
func (s *Stage) Layout(w, h int) (int, int) { panic("canvas: LayoutF is used") }

// LayoutF implements ebiten.LayoutFer: one pixel of the picture is one of the device.
func (s *Stage) LayoutF(w, h float64) (float64, float64) {
	if s.Lost {
		return s.w, s.h // ebiten makes an image of another size
	}
	fixed, scale := ebiten.Monitor().DeviceScaleFactor(), s.Density()
	dw, dh := max(1, math.Floor(w*fixed)), max(1, math.Floor(h*fixed))
	if scale != s.scale || dw != s.w || dh != s.h {
		s.scale, s.w, s.h = scale, dw, dh
		s.mark(everything)
	}
	return dw, dh
}

// Update implements ebiten.Game.
func (s *Stage) Update() error {
	if s.Lost {
		return nil // not an error: after one, ebiten lets nobody make an image
	}
	if s.pending.fresh {
		s.pending.fresh = false
		s.pending, s.shown = s.shown, s.pending
		s.stale = true
	}
	s.arrange()
	s.point()
	if s.turning() {
		s.rotate(time.Now())
	}
	return nil
}

// rotate moves the eye. Thirty pictures a second are smooth enough at this speed. Where frames come late, as they do without a graphics processor,
// five do: every picture then takes time from the training.
func (s *Stage) rotate(now time.Time) {
	passed := min(now.Sub(s.turned), time.Second/4)
	if s.late > lateFrame {
		if passed < time.Second/6 {
			return // a timer is under way
		}
		time.AfterFunc(time.Second/5, ebiten.ScheduleFrame)
	} else {
		s.late += (passed.Seconds() - s.late) / 32
		ebiten.ScheduleFrame()
	}
	s.turned = now
	s.angle += 0.2 * passed.Seconds()
	if s.ticks++; s.ticks%2 == 0 || s.late > lateFrame {
		s.dirty |= turned
	}
}

// lateFrame is how many seconds apart frames are in the mean where drawing is dear: those of a screen of 60 Hz of which every second is missed.
const lateFrame = 1.0 / 35

// turning reports whether the gradient geometry moves by itself: only while training, and not for those who prefer stillness.
func (s *Stage) turning() bool {
	d := &s.Store.Display
	return d.Turning && !d.Still && s.arrows() && s.Store.Phase == state.Training && !s.hand.drag
}

// arrange places the cards, and asks for another height where the layout needs it.
func (s *Stage) arrange() {
	if s.arrangeInstead() {
		return
	}
	st := &s.Store.State
	k, judged := 2, true
	if st.Info != nil {
		k, judged = len(st.Info.Losses), st.Judged()
	}
	s.layout = plot.Arrange(s.w, s.h, s.scale, len(st.Sides()), k, judged)
	s.ask(s.layout.Height)
}

// Draw implements ebiten.Game. The screen is not cleared, so what is not drawn stays.
func (s *Stage) Draw(dst *ebiten.Image) {
	s.counts.Draws++
	if s.dirty == 0 || s.Lost {
		return
	}
	dirty := s.dirty
	s.dirty = 0
	s.counts.Drawn++
	if !s.drawInstead(dst) {
		s.drawRun(dst, dirty)
	}
	if s.capture && s.Capture != nil {
		s.capture = false
		s.picture(dst)
	}
}

// drawRun draws the parts of the run's picture that are dirty.
func (s *Stage) drawRun(dst *ebiten.Image, dirty part) {
	if dirty == everything {
		dst.Fill(s.theme.Ground)
	}
	if dirty&fields != 0 {
		s.drawFields(dst)
	}
	if dirty&charts != 0 {
		s.drawCharts(dst)
	}
	if dirty&(charts|turned) != 0 {
		s.drawGradients(dst)
	}
	if dirty&charts != 0 {
		s.drawExtra(dst)
	}
}

// DrawFinalScreen implements ebiten.FinalScreenDrawer: a plain copy, which is cheaper than the default.
func (s *Stage) DrawFinalScreen(screen ebiten.FinalScreen, picture *ebiten.Image, geo ebiten.GeoM) {
	screen.DrawImage(picture, &ebiten.DrawImageOptions{GeoM: geo, Blend: ebiten.BlendCopy})
}

// pen starts a scene.
func (s *Stage) pen() *plot.Pen {
	s.scene.Reset()
	return &plot.Pen{Scene: &s.scene, Theme: s.theme, Scale: s.scale, Ruler: s.brush}
}

// card starts a scene with a card's ground, so that drawing it again leaves nothing of the last one.
func (s *Stage) card(r plot.Rect, title string) (*plot.Pen, plot.Rect) {
	p := s.pen()
	p.Box(r, s.theme.Ground)
	return p, p.Card(r, title)
}
