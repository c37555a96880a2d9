package fonts

import (
	"slices"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// kept are the characters that the subsets have, as far as the Go fonts do.
var kept = [][2]rune{{0x20, 0x7e}, {0xa0, 0x17f}, {0x370, 0x4ff}, {0x2000, 0x22ff}, {0x25a0, 0x25ff}}

// TestFonts: every character that the stage may draw has the outline and the width of the Go fonts' own.
func TestFonts(t *testing.T) {
	for name, pair := range map[string][2][]byte{"regular": {Regular, goregular.TTF}, "mono": {Mono, gomono.TTF}} {
		sub, whole := parse(t, pair[0]), parse(t, pair[1])
		checked := 0
		for _, r := range kept {
			for c := r[0]; c <= r[1]; c++ {
				a, widthA := outline(t, sub, c)
				b, widthB := outline(t, whole, c)
				if widthB < 0 {
					continue // the Go fonts lack it
				}
				if !slices.Equal(a, b) || widthA != widthB {
					t.Errorf("%s: %q differs", name, c)
				}
				checked++
			}
		}
		if checked < 500 {
			t.Errorf("%s: %d characters were compared", name, checked)
		}
	}
}

func parse(t *testing.T, data []byte) *sfnt.Font {
	t.Helper()
	f, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// outline returns a character's curves in font units and its width; -1 if the font lacks it.
func outline(t *testing.T, f *sfnt.Font, c rune) (sfnt.Segments, fixed.Int26_6) {
	t.Helper()
	var buffer sfnt.Buffer
	units := fixed.Int26_6(f.UnitsPerEm()) << 6
	i, err := f.GlyphIndex(&buffer, c)
	if err != nil {
		t.Fatal(err)
	}
	if i == 0 {
		return nil, -1
	}
	width, err := f.GlyphAdvance(&buffer, i, units, font.HintingNone)
	if err != nil {
		t.Fatal(err)
	}
	segments, err := f.LoadGlyph(&buffer, i, units, nil)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(segments), width
}
