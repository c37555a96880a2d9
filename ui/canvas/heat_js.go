package canvas

import (
	_ "embed"
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/ui/plot"
)

//go:embed heat.kage
var heatSource []byte

// heat draws field maps.
type heat struct {
	shader *ebiten.Shader
	maps   map[string]*ebiten.Image
}

func newHeat() (*heat, error) {
	s, err := ebiten.NewShader(heatSource)
	return &heat{shader: s, maps: map[string]*ebiten.Image{}}, err
}

// ramp returns the image of a colour map, 256 x 1.
func (h *heat) ramp(name string) *ebiten.Image {
	if h.maps[name] == nil {
		im := ebiten.NewImageWithOptions(image.Rect(0, 0, 256, 1), &ebiten.NewImageOptions{Unmanaged: true})
		im.WritePixels(plot.LUT(name))
		h.maps[name] = im
	}
	return h.maps[name]
}

// texture is a field on the graphics card.
type texture struct {
	image  *ebiten.Image
	pixels []byte
	w, h   int
	lo, hi float64
}

// upload writes the values, as 16-bit shares of [lo, hi], bottom row first. Values that are not finite are marked.
func (t *texture) upload(value []float32, w, h int, lo, hi float64) {
	if t.image == nil || t.w != w || t.h != h {
		if t.image != nil {
			t.image.Deallocate()
		}
		t.image = ebiten.NewImageWithOptions(image.Rect(0, 0, w, h), &ebiten.NewImageOptions{Unmanaged: true})
		t.pixels, t.w, t.h = make([]byte, 4*w*h), w, h
	}
	t.lo, t.hi = lo, hi
	k := float32(65535 / max(hi-lo, 1e-30))
	for i, x := range value {
		o := t.pixels[4*i : 4*i+4 : 4*i+4]
		if y := (x-float32(lo))*k + 0.5; math.IsNaN(float64(y)) || math.IsInf(float64(x), 0) {
			o[0], o[1], o[2], o[3] = 0, 0, 255, 255
		} else {
			q := uint32(max(0, min(65535, y)))
			o[0], o[1], o[2], o[3] = byte(q>>8), byte(q), 0, 255
		}
	}
	t.image.WritePixels(t.pixels)
}

// look is how a map is coloured.
type look struct {
	ramp        string
	first, step float64 // contours, see plot.Field.Levels
	theme       *plot.Theme
}

// draw maps t onto r: the first and last points of the grid lie on the edges of r.
func (h *heat) draw(dst *ebiten.Image, r plot.Rect, t *texture, k look) {
	line := []float32{0, 0, 0}
	if k.ramp == "magma" || k.ramp == "grey" {
		line = []float32{1, 1, 1}
	}
	zero := float32(-1)
	if k.step > 0 && k.ramp != plot.Diverging && t.lo < 0 && t.hi > 0 {
		zero = float32(-t.lo / (t.hi - t.lo))
	}
	g := k.theme.Grid
	op := &ebiten.DrawTrianglesShaderOptions{Images: [4]*ebiten.Image{t.image, h.ramp(k.ramp)}}
	op.Uniforms = map[string]any{
		"Grid": []float32{float32(t.w), float32(t.h)}, "First": float32(k.first), "Step": float32(k.step), "Zero": zero, "Line": line,
		"Void": []float32{float32(g.R) / 255, float32(g.G) / 255, float32(g.B) / 255},
	}
	dst.DrawTrianglesShader(quad(r, 0.5, float32(t.h)-0.5, float32(t.w)-0.5, 0.5), []uint16{0, 1, 2, 1, 2, 3}, h.shader, op)
}

// bar draws the colours of a map into r, low values at the foot.
func (h *heat) bar(dst *ebiten.Image, r plot.Rect, ramp string) {
	v := quad(r, 255.5, 0.5, 0.5, 0.5)
	v[1].SrcX, v[2].SrcX = 255.5, 0.5
	dst.DrawTriangles(v, []uint16{0, 1, 2, 1, 2, 3}, h.ramp(ramp), &ebiten.DrawTrianglesOptions{Filter: ebiten.FilterLinear})
}

// quad is r with source coordinates from (x0, y0) at its upper left to (x1, y1) at its lower right.
func quad(r plot.Rect, x0, y0, x1, y1 float32) []ebiten.Vertex {
	v := func(x, y float64, sx, sy float32) ebiten.Vertex {
		return ebiten.Vertex{DstX: float32(x), DstY: float32(y), SrcX: sx, SrcY: sy, ColorR: 1, ColorG: 1, ColorB: 1, ColorA: 1}
	}
	return []ebiten.Vertex{v(r.X, r.Y, x0, y0), v(r.X+r.W, r.Y, x1, y0), v(r.X, r.Y+r.H, x0, y1), v(r.X+r.W, r.Y+r.H, x1, y1)}
}
