package plot

import (
	"image/color"
	"math"
)

// Surface is a field drawn as heights over its two coordinates.
type Surface struct {
	Value      []float32 // W x H, bottom row first
	W, H       int
	LUT        []byte  // see LUT
	Spin, Tilt float64 // degrees: about the upright axis, of the eye above the ground
}

// cells is how many cells a surface has along each side, high half its height where its sides go from -1 to 1.
const (
	cells = 56
	high  = 0.5
)

// camera looks at the box [-1, 1]^2 x [-high, high] in parallel projection, so that rows drawn from the far side to the near one hide
// what they have to.
type camera struct {
	x, y, radius   float64
	cs, ss, ct, st float64
}

func newCamera(r Rect, spin, tilt float64) camera {
	a, e := spin*math.Pi/180, tilt*math.Pi/180
	c := camera{x: r.X + r.W/2, y: r.Y + r.H/2, cs: math.Cos(a), ss: math.Sin(a), ct: math.Cos(e), st: math.Sin(e)}
	wide := math.Abs(c.cs) + math.Abs(c.ss)
	c.radius = min(r.W/(2*wide), r.H/(2*(wide*c.st+high*c.ct)))
	return c
}

// at projects (x, y, z), z upwards; far is the direction away from the eye.
func (c camera) at(x, y, z float64) Pt {
	across, far := x*c.cs-y*c.ss, x*c.ss+y*c.cs
	return Pt{c.x + c.radius*across, c.y - c.radius*(z*c.ct+far*c.st)}
}

// Surface draws the field of a card as a surface, in the room of its map. Places without a value stay open.
func (p *Pen) Surface(card Rect, f *Field, g *Surface) {
	s := p.Scale
	picture, bar := f.Room(card, s)
	if picture.W < 60*s || picture.H < 60*s || !(f.Hi > f.Lo) {
		return
	}
	c := newCamera(Rect{picture.X - 14*s, picture.Y + 8*s, picture.W + 20*s, picture.H - 22*s}, g.Spin, g.Tilt)
	p.ground(c, f)
	p.relief(c, f, g)
	p.barScale(bar, f)
	p.unit(card, f)
}

// relief draws the cells from the far side on.
func (p *Pen) relief(c camera, f *Field, g *Surface) {
	const n = cells + 1
	var z [n * n]float64
	for j := range n {
		for i := range n {
			v := Sample(g.Value, g.W, g.H, float64(i)/cells, float64(j)/cells)
			z[j*n+i] = high * (2*max(-0.05, min(1.05, (v-f.Lo)/(f.Hi-f.Lo))) - 1)
		}
	}
	first := len(p.Vertices)
	for j := range n {
		for i := range n {
			p.vertex(c.at(side(i), side(j), zero(z[j*n+i])), shaded(g.LUT, z[:], n, i, j), 1)
		}
	}
	line := color.RGBA{0, 0, 0, 70}
	for b := range cells {
		j := b
		if c.cs > 0 {
			j = cells - 1 - b
		}
		for a := range cells {
			i := a
			if c.ss > 0 {
				i = cells - 1 - a
			}
			k := [4]int{j*n + i, j*n + i + 1, (j+1)*n + i, (j+1)*n + i + 1}
			if math.IsNaN(z[k[0]] + z[k[1]] + z[k[2]] + z[k[3]]) {
				continue
			}
			o := func(m int) uint16 { return uint16(first + k[m]) }
			p.Indices = append(p.Indices, o(0), o(1), o(2), o(1), o(2), o(3))
			if i%7 == 0 {
				p.Line(c.at(side(i), side(j), z[k[0]]), c.at(side(i), side(j+1), z[k[2]]), p.Scale, line)
			}
			if j%7 == 0 {
				p.Line(c.at(side(i), side(j), z[k[0]]), c.at(side(i+1), side(j), z[k[1]]), p.Scale, line)
			}
		}
	}
}

func side(i int) float64 { return 2*float64(i)/cells - 1 }

func zero(z float64) float64 {
	if math.IsNaN(z) {
		return 0
	}
	return z
}

// shaded returns the colour of node (i, j), darker where the surface turns away from the light.
func shaded(lut []byte, z []float64, n, i, j int) color.RGBA {
	at := func(i, j int) float64 { return z[max(0, min(n-1, j))*n+max(0, min(n-1, i))] }
	dx, dy := (at(i+1, j)-at(i-1, j))*cells/4, (at(i, j+1)-at(i, j-1))*cells/4
	light := (0.35*-dx + 0.45*dy + 0.82) / math.Sqrt(1+dx*dx+dy*dy)
	k := max(0.45, min(1, 0.62+0.45*light))
	if math.IsNaN(k) {
		k = 1
	}
	m := max(0, min(255, int(255*(zero(z[j*n+i])/high+1)/2+0.5)))
	return color.RGBA{byte(k * float64(lut[4*m])), byte(k * float64(lut[4*m+1])), byte(k * float64(lut[4*m+2])), 255}
}

// ground draws the frame below the surface, with the names and ends of its two near sides.
func (p *Pen) ground(c camera, f *Field) {
	s, t := p.Scale, p.Theme
	corner := []Pt{c.at(-1, -1, -high), c.at(1, -1, -high), c.at(1, 1, -high), c.at(-1, 1, -high)}
	for i := range corner {
		p.Line(corner[i], corner[(i+1)%4], s, t.Dim)
	}
	near := func(v float64) float64 { // the side of a coordinate that lies towards the eye
		if v > 0 {
			return -1
		}
		return 1
	}
	ys, xs := near(c.cs), near(c.ss)
	label := func(text string, x, y float64, f Font, ink color.RGBA) {
		q := c.at(x, y, -high)
		p.Word(text, f, q.X, q.Y+9*s, Center, ink)
	}
	mono, sans := p.Mono(10), p.Sans(12)
	for _, e := range []float64{-1, 1} {
		label(Number(f.X.Value((e+1)/2), 2), 0.92*e, 1.12*ys, mono, t.Dim)
		label(Number(f.Y.Value((e+1)/2), 2), 1.12*xs, 0.92*e, mono, t.Dim)
	}
	label(f.X.Name, 0, 1.14*ys, sans, t.Ink)
	label(f.Y.Name, 1.14*xs, 0, sans, t.Ink)
}
