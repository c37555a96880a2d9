//go:build native

package main

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"counterpoint/solver/problem"
)

// TestThumbnails: the sheet has the catalogue's problems in its order, each with a picture, and those with an exact solution are what
// the command draws today. If this fails, type: go run -tags native ./native gallery
func TestThumbnails(t *testing.T) {
	const command = "type: go run -tags native ./native gallery"
	data, err := os.ReadFile(filepath.Join("..", "public", "thumbnails.png"))
	if err != nil {
		t.Fatalf("%v; %s", err, command)
	}
	if len(data) > 100_000 {
		t.Errorf("the sheet has %d bytes, more than a page should wait for", len(data))
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	have, names := m.(*image.Paletted), problem.Names()
	if rows := (len(names) + tileColumns - 1) / tileColumns; m.Bounds() != image.Rect(0, 0, tileW*tileColumns, tileH*rows) {
		t.Fatalf("the sheet is %v for %d problems; %s", m.Bounds(), len(names), command)
	}
	compared := 0
	for i, name := range names {
		at := image.Pt(i%tileColumns*tileW, i/tileColumns*tileH)
		levels := map[uint8]bool{}
		for y := range tileH {
			for x := range tileW {
				levels[have.ColorIndexAt(at.X+x, at.Y+y)] = true
			}
		}
		if len(levels) < 4 {
			t.Errorf("the picture of %s has %d levels", name, len(levels))
		}
		p, err := problem.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if p.Entry().Truth != "exact" || i%5 != 0 { // a fifth of them keeps the test short and shows a shift
			continue
		}
		want, err := thumbnail(name)
		if err != nil {
			t.Fatal(err)
		}
		wrong := 0
		for y := range tileH {
			for x := range tileW {
				if a, b := int(have.ColorIndexAt(at.X+x, at.Y+y)), int(want.ColorIndexAt(x, y)); a-b > 1 || b-a > 1 {
					wrong++ // a level more or less is another processor's rounding
				}
			}
		}
		if wrong > 0 {
			t.Errorf("%d points of %s differ; %s", wrong, name, command)
		}
		compared++
	}
	if compared == 0 {
		t.Fatal("nothing was compared")
	}
}
