package plot

import (
	"image/color"
	"strconv"
)

// Theme is one set of colours of the stage.
type Theme struct {
	Ground, Card, Ink, Dim, Grid, Edge, Conflict, Accord color.RGBA
	Dark                                                 bool
}

// Dark and Light are the two themes; style.css holds the same colours for the rest of the page.
var (
	Dark  = Theme{Hex(0x0f1318), Hex(0x171c23), Hex(0xe8edf2), Hex(0x93a1b0), Hex(0x2a323c), Hex(0x2a323c), Hex(0xff7a4d), Hex(0x3d8fd1), true}
	Light = Theme{Hex(0xf3f5f7), Hex(0xffffff), Hex(0x17202a), Hex(0x55626f), Hex(0xe3e8ed), Hex(0xd6dde4), Hex(0xc2410c), Hex(0x4a90c8), false}
)

// Hex returns the opaque colour 0xRRGGBB.
func Hex(v uint32) color.RGBA { return color.RGBA{byte(v >> 16), byte(v >> 8), byte(v), 255} }

// Fade returns c with its opacity multiplied by a in [0, 1], premultiplied.
func Fade(c color.RGBA, a float64) color.RGBA {
	f := func(x byte) byte { return byte(float64(x)*a + 0.5) }
	return color.RGBA{f(c.R), f(c.G), f(c.B), f(c.A)}
}

// The colours of the losses, in order: Okabe and Ito, "Color Universal Design" (2008), which people with any kind of colour
// vision tell apart. The yellow is darkened for the light theme.
var series = [2][]color.RGBA{
	{Hex(0xb87a00), Hex(0x1f83c4), Hex(0xb4588f), Hex(0x00845f), Hex(0xa34500), Hex(0x0a5c99), Hex(0x8a8200), Hex(0x6b6f76)},
	{Hex(0xe69f00), Hex(0x56b4e9), Hex(0xcc79a7), Hex(0x1fb88c), Hex(0xe4692b), Hex(0x4f8fe0), Hex(0xf0e442), Hex(0x9aa7b4)},
}

// Series returns the colour of the i-th loss; the colours repeat after eight.
func (t *Theme) Series(i int) color.RGBA {
	s := series[0]
	if t.Dark {
		s = series[1]
	}
	return s[i%len(s)]
}

// Maps lists the colour maps in menu order.
var Maps = []string{"viridis", "magma", "coolwarm", "grey"}

// Diverging is the map for signed quantities, drawn with zero in its middle.
const Diverging = "coolwarm"

var anchors = map[string][]string{
	"viridis":  {"440154", "482878", "3e4989", "31688e", "26828e", "1f9e89", "35b779", "6ece58", "b5de2b", "fde725"},
	"magma":    {"000004", "180f3d", "440f76", "721f81", "9e2f7f", "cd4071", "f1605d", "fd9668", "feca8d", "fcfdbf"},
	"coolwarm": {"053061", "2166ac", "4393c3", "92c5de", "d1e5f0", "f7f7f7", "fddbc7", "f4a582", "d6604d", "b2182b", "67001f"},
	"grey":     {"101214", "f4f6f8"},
}

// HasMap reports whether name is a colour map.
func HasMap(name string) bool { return anchors[name] != nil }

// LUT returns 256 RGBA colours of the map, low values first. It panics on a name that is not in Maps.
func LUT(name string) []byte {
	a := anchors[name]
	if a == nil {
		panic("plot: unknown colour map")
	}
	out := make([]byte, 256*4)
	for i := range 256 {
		t := float64(i) / 255 * float64(len(a)-1)
		j := min(int(t), len(a)-2)
		f := t - float64(j)
		for k := range 3 {
			out[i*4+k] = byte(channel(a[j], k)*(1-f) + channel(a[j+1], k)*f + 0.5)
		}
		out[i*4+3] = 255
	}
	return out
}

func channel(hex string, k int) float64 {
	v, err := strconv.ParseUint(hex[2*k:2*k+2], 16, 8)
	if err != nil {
		panic("plot: colour map with a bad anchor")
	}
	return float64(v)
}
