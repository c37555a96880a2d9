package canvas

import (
	"image"
	"image/color"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/ui/plot"
)

// brush puts scenes on the screen.
type brush struct {
	*glyphs
	white *ebiten.Image
	v     []ebiten.Vertex
}

func newBrush() (*brush, error) {
	g, err := newGlyphs()
	if err != nil {
		return nil, err
	}
	im := ebiten.NewImage(3, 3)
	im.Fill(color.White)
	return &brush{glyphs: g, white: im.SubImage(image.Rect(1, 1, 2, 2)).(*ebiten.Image)}, nil
}

// paint draws a scene, shapes first.
func (b *brush) paint(dst *ebiten.Image, s *plot.Scene) {
	b.v = b.v[:0]
	for _, p := range s.Vertices {
		b.v = append(b.v, ebiten.Vertex{DstX: p.X, DstY: p.Y, SrcX: 1.5, SrcY: 1.5, ColorR: p.R, ColorG: p.G, ColorB: p.B, ColorA: p.A})
	}
	if len(s.Indices) > 0 {
		dst.DrawTriangles(b.v, s.Indices, b.white, &ebiten.DrawTrianglesOptions{ColorScaleMode: ebiten.ColorScaleModePremultipliedAlpha})
	}
	for _, t := range s.Texts {
		b.add(t)
	}
	b.flush(dst)
}
