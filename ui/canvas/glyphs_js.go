package canvas

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"counterpoint/ui/canvas/fonts"
	"counterpoint/ui/plot"
)

// glyphs is an atlas of rasterised characters. ebiten's text/v2 would serve too, but brings a shaping engine: 4.5 MB of WASM, and
// half a millisecond for each string not seen before, which a number that changes always is.
type glyphs struct {
	fonts   [2]*opentype.Font
	faces   map[plot.Font]font.Face
	have    map[glyphKey]glyph
	atlas   *ebiten.Image
	x, y, h int // where the next glyph goes; height of the row
	v       []ebiten.Vertex
	i       []uint16
}

const atlasSize = 1024

type glyphKey struct {
	font plot.Font
	r    rune
	sub  uint8 // horizontal position within a pixel, in quarters
}

type glyph struct {
	x, y, w, h int // in the atlas
	dx, dy     float64
}

func newGlyphs() (*glyphs, error) {
	g := &glyphs{faces: map[plot.Font]font.Face{}, have: map[glyphKey]glyph{}}
	for i, ttf := range [][]byte{fonts.Regular, fonts.Mono} {
		f, err := opentype.Parse(ttf)
		if err != nil {
			return nil, err
		}
		g.fonts[i] = f
	}
	g.atlas = ebiten.NewImageWithOptions(image.Rect(0, 0, atlasSize, atlasSize), &ebiten.NewImageOptions{Unmanaged: true})
	return g, nil
}

func (g *glyphs) face(k plot.Font) font.Face {
	if f := g.faces[k]; f != nil {
		return f
	}
	i := 0
	if k.Mono {
		i = 1
	}
	f, err := opentype.NewFace(g.fonts[i], &opentype.FaceOptions{Size: k.Px, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic("canvas: font face: " + err.Error())
	}
	g.faces[k] = f
	return f
}

// Width returns the width of s in device pixels.
func (g *glyphs) Width(k plot.Font, s string) float64 {
	f := g.face(k)
	var w fixed.Int26_6
	for _, r := range s {
		a, _ := f.GlyphAdvance(r)
		w += a
	}
	return float64(w) / 64
}

func (g *glyphs) find(k glyphKey) glyph {
	if q, ok := g.have[k]; ok {
		return q
	}
	box, mask, at, _, ok := g.face(k.font).Glyph(fixed.Point26_6{X: fixed.Int26_6(k.sub) * 16}, k.r)
	if !ok || box.Empty() {
		g.have[k] = glyph{}
		return glyph{}
	}
	q := g.place(box)
	px := make([]byte, 4*q.w*q.h)
	for y := range q.h {
		for x := range q.w {
			_, _, _, a := mask.At(at.X+x, at.Y+y).RGBA()
			o := px[4*(y*q.w+x):][:4]
			o[0], o[1], o[2], o[3] = byte(a>>8), byte(a>>8), byte(a>>8), byte(a>>8)
		}
	}
	g.atlas.SubImage(image.Rect(q.x, q.y, q.x+q.w, q.y+q.h)).(*ebiten.Image).WritePixels(px)
	g.have[k] = q
	return q
}

// place finds room in the atlas. When it is full it starts anew: what is still used comes back.
func (g *glyphs) place(box image.Rectangle) glyph {
	w, h := box.Dx(), box.Dy()
	if g.x+w+1 > atlasSize {
		g.x, g.y, g.h = 0, g.y+g.h+1, 0
	}
	if g.y+h+1 > atlasSize {
		g.atlas.Clear()
		clear(g.have)
		g.x, g.y, g.h = 0, 0, 0
	}
	q := glyph{g.x, g.y, w, h, float64(box.Min.X), float64(box.Min.Y)}
	g.x += w + 1
	g.h = max(g.h, h)
	return q
}

// add queues one text.
func (g *glyphs) add(t plot.Text) {
	f, x := g.face(t.Font), t.X
	switch t.Align {
	case plot.Center:
		x -= g.Width(t.Font, t.S) / 2
	case plot.Right:
		x -= g.Width(t.Font, t.S)
	}
	y := math.Round(t.Y + float64(f.Metrics().CapHeight)/128)
	for _, r := range t.S {
		whole := math.Floor(x)
		if q := g.find(glyphKey{t.Font, r, uint8((x - whole) * 4)}); q.w > 0 {
			g.quad(q, whole+q.dx, y+q.dy, t)
		}
		a, _ := f.GlyphAdvance(r)
		x += float64(a) / 64
	}
}

func (g *glyphs) quad(q glyph, x, y float64, t plot.Text) {
	c, first := t.Color, uint16(len(g.v))
	for n := range 4 {
		dx, dy := float32(n%2*q.w), float32(n/2*q.h)
		g.v = append(g.v, ebiten.Vertex{
			DstX: float32(x) + dx, DstY: float32(y) + dy, SrcX: float32(q.x) + dx, SrcY: float32(q.y) + dy,
			ColorR: float32(c.R) / 255, ColorG: float32(c.G) / 255, ColorB: float32(c.B) / 255, ColorA: float32(c.A) / 255,
		})
	}
	g.i = append(g.i, first, first+1, first+2, first+1, first+2, first+3)
}

// flush draws what is queued.
func (g *glyphs) flush(dst *ebiten.Image) {
	if len(g.i) > 0 {
		dst.DrawTriangles(g.v, g.i, g.atlas, &ebiten.DrawTrianglesOptions{ColorScaleMode: ebiten.ColorScaleModePremultipliedAlpha})
		g.v, g.i = g.v[:0], g.i[:0]
	}
}
