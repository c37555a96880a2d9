package geometry

import "math"

// ball is the open ball, or its sphere, in the space of its centre. In one to three dimensions the map is the polar one; above,
// a normal vector's direction, so that a ball takes one unit-cube coordinate more than it has dimensions.
type ball struct {
	center []float64
	r      float64
	hollow bool
	radial bool    // the radius is uniform, not the volume
	sign   float64 // of the sphere's normal: 1 away from the centre
}

var _ Piece = (*ball)(nil)

// Ball returns the ball of radius r > 0 about center, in any dimension.
func Ball(center []float64, r float64) Piece { return newBall(center, r, false) }

// Sphere returns the boundary of the ball of radius r > 0 about center, with normals away from the centre. In one dimension these
// are two points of measure 1 each.
func Sphere(center []float64, r float64) Piece { return newBall(center, r, true) }

func newBall(center []float64, r float64, hollow bool) *ball {
	if !(r > 0) || len(center) == 0 {
		panic("geometry: ball without radius or dimension")
	}
	return &ball{center: append([]float64(nil), center...), r: r, hollow: hollow, sign: 1}
}

func (b *ball) Dim() int {
	d := len(b.center)
	switch {
	case d > 3 && b.hollow:
		return d
	case d > 3:
		return d + 1
	case d == 1:
		return 1
	case b.hollow:
		return d - 1
	}
	return d
}

// Measure is pi^(d/2) r^d / Gamma(d/2+1), or d/r times it for the sphere.
func (b *ball) Measure() float64 {
	d := float64(len(b.center))
	lg, _ := math.Lgamma(d/2 + 1)
	m := math.Exp(d/2*math.Log(math.Pi) + d*math.Log(b.r) - lg)
	if b.hollow {
		m *= d / b.r
	}
	return m
}

func (b *ball) Map(u, x []float64) bool {
	d := len(b.center)
	switch d {
	case 1:
		x[0] = 2*u[0] - 1
		if b.hollow {
			x[0] = math.Copysign(1, x[0])
		}
	case 2:
		s, c := math.Sincos(2 * math.Pi * u[0])
		x[0], x[1] = c, s
	case 3:
		s, c := math.Sincos(2 * math.Pi * u[0])
		z := 2*u[1] - 1
		rho := math.Sqrt(max(0, 1-z*z))
		x[0], x[1], x[2] = rho*c, rho*s, z
	default:
		direction(u[:d], x)
	}
	r := b.r
	switch {
	case b.hollow || d == 1:
	case b.radial:
		r *= u[len(u)-1]
	default:
		r *= math.Pow(u[len(u)-1], 1/float64(d))
	}
	for i := range b.center {
		x[i] = b.center[i] + r*x[i]
	}
	return true
}

// direction writes the unit vector along the normal quantiles of u: uniform on the sphere, because the normal distribution of
// independent components is isotropic.
func direction(u, x []float64) {
	var s float64
	for i, v := range u {
		x[i] = math.Sqrt2 * math.Erfinv(2*v-1)
		s = math.Hypot(s, x[i])
	}
	if s == 0 {
		x[0], s = 1, 1
	}
	for i := range u {
		x[i] /= s
	}
}

func (b *ball) Normal(x, n []float64) bool {
	clear0(n)
	r := distance(x, b.center)
	if !b.hollow || r == 0 {
		return false
	}
	for i := range b.center {
		n[i] = b.sign * (x[i] - b.center[i]) / r
	}
	return true
}

func (b *ball) String() string {
	name := "ball("
	switch {
	case b.hollow:
		name = "sphere("
	case b.radial:
		name = "radial("
	}
	return name + text(b.center) + ";" + text([]float64{b.r}) + ")"
}
