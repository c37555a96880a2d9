//go:build native

package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/problem"
	"counterpoint/solver/train"
)

// A thumbnail is the truth of a problem's first field that varies, on tileW x tileH points, in tileLevels colours; tileColumns of them
// make a row of the sheet, in the catalogue's order.
const (
	tileW, tileH = 64, 48
	tileColumns  = 12
	tileLevels   = 20
)

// gallery draws the pictures of the page's gallery.
type gallery struct {
	Out    string `help:"the sheet of all pictures" default:"public/thumbnails.png"`
	Folder string `help:"write one PNG a problem into this folder too, as docs/catalogue.md shows them"`
}

// Run is called by kong.
func (c *gallery) Run(t *terminal) error {
	names := problem.Names()
	var tiles []*image.Paletted
	for i, name := range names {
		if t.ctx.Err() != nil {
			return failed(t.ctx.Err())
		}
		fmt.Fprintf(t.stderr, "\r%d of %d ", i+1, len(names))
		tile, err := thumbnail(name)
		if err != nil {
			return failed(fmt.Errorf("%s: %w", name, err))
		}
		tiles = append(tiles, tile)
		if c.Folder != "" && !strings.Contains(name, "@") {
			if err := os.MkdirAll(c.Folder, 0o755); err != nil {
				return failed(err)
			}
			if err := writePicture(filepath.Join(c.Folder, name+".png"), tile); err != nil {
				return failed(err)
			}
		}
	}
	fmt.Fprintln(t.stderr)
	if err := writePicture(c.Out, sheet(tiles)); err != nil {
		return failed(err)
	}
	return nil
}

func writePicture(path string, m *image.Paletted) error {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, m); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// sheet puts tiles side by side, tileColumns a row.
func sheet(tiles []*image.Paletted) *image.Paletted {
	rows := (len(tiles) + tileColumns - 1) / tileColumns
	m := image.NewPaletted(image.Rect(0, 0, tileW*tileColumns, tileH*rows), palette())
	for i, t := range tiles {
		x, y := i%tileColumns*tileW, i/tileColumns*tileH
		for r := range tileH {
			copy(m.Pix[(y+r)*m.Stride+x:][:tileW], t.Pix[r*t.Stride:][:tileW])
		}
	}
	return m
}

// viridis is the page's colour map at ten even places; the terminal program has no part of the page.
var viridis = [10]uint32{0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725}

// palette is nothing, then tileLevels colours of viridis.
func palette() color.Palette {
	p := color.Palette{color.RGBA{}}
	for i := range tileLevels {
		t := float64(i) / (tileLevels - 1) * 9
		k := min(int(t), 8)
		mix := func(shift int) byte {
			a, b := float64(viridis[k]>>shift&255), float64(viridis[k+1]>>shift&255)
			return byte(a + (t-float64(k))*(b-a) + 0.5)
		}
		p = append(p, color.RGBA{mix(16), mix(8), mix(0), 255})
	}
	return p
}

// thumbnail draws the truth of the problem of that name. A field or slice where it does not vary is passed over for the next.
func thumbnail(name string) (*image.Paletted, error) {
	spec := experiment.Default()
	spec.Problem, spec.Width, spec.Depth, spec.Points = name, 2, 1, "8"
	run, err := train.New(spec, train.Options{})
	if err != nil {
		return nil, err
	}
	defer run.Close()
	info := run.Info()
	v := interchange.FieldView(info.Axes)
	v.W, v.H, v.Quantities = tileW, tileH, []string{experiment.Truth}
	if v.Y < 0 {
		v.H = 1
	} else if info.Axes[v.Y].Time {
		v.X, v.Y = v.Y, v.X // time across, as the page has it
	}
	grid := make([]experiment.Grid, 1)
	for _, share := range []float64{0.5, 0.37, 1, 0} {
		for v.Field = range info.Fields {
			for i, a := range info.Axes {
				v.Slice[i] = a.Lo + share*(a.Hi-a.Lo)
			}
			if err := run.Grid(v, grid); err != nil {
				return nil, err
			}
			if g := grid[0]; g.Hi-g.Lo > 1e-6*max(1, math.Abs(g.Hi)) {
				return drawn(g, v.H), nil
			}
		}
	}
	return nil, fmt.Errorf("its truth does not vary on any slice that was tried")
}

// drawn turns a grid into colours, or a line of values into the ground below it.
func drawn(g experiment.Grid, h int) *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, tileW, tileH), palette())
	level := func(v float32) float64 { return (float64(v) - g.Lo) / (g.Hi - g.Lo) }
	for y := range tileH {
		for x := range tileW {
			v := math.NaN()
			if h > 1 {
				v = level(g.Value[(tileH-1-y)*tileW+x])
			} else if l := level(g.Value[x]); float64(tileH-1-y) < 2+l*(tileH-5) {
				v = l
			}
			if !math.IsNaN(v) {
				m.Pix[y*m.Stride+x] = uint8(1 + max(0, min(tileLevels-1, int(v*tileLevels))))
			}
		}
	}
	return m
}
