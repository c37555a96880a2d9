package combine

import (
	"math"

	"counterpoint/solver/experiment"
	"counterpoint/solver/gradient"
)

// CAGrad is the direction that serves the worst loss best within a ball around the mean gradient g_0 = 1/K sum g_i: with c = 0.4,
//
//	w = argmin over the simplex of Gw . g_0 + c |g_0| |Gw|,    d = K (g_0 + c |g_0|/|Gw| Gw) / (1 + c^2),
//
// K "to match the sum", as in the public code. The problem is solved exactly (convexCone), without the code's 1e-8 under the roots.
// Where Gw = 0 is optimal, and where g_0 = 0, d is the sum. Conflict-averse, not conflict-free: a loss may ascend.
// Liu et al., Conflict-Averse Gradient Descent for Multi-task Learning, NeurIPS 2021, algorithm 1.
var CAGrad = registerDirection(DirectionEntry{
	Name: "cagrad", Doc: "best for the worst loss within a ball around the mean gradient", Source: "Liu et al. 2021, arXiv 2110.14048",
	New: func(k int, _ Setup) Direction {
		return &cagrad{reduced: newReduced(k), cone: newConvexCone(k), h: make([]float64, k), a: make([]float64, k)}
	},
})

const caRadius = 0.4

type cagrad struct {
	reduced
	cone convexCone
	h, a []float64
}

func (d *cagrad) Combine(gram []float64, k, _ int, c []float64) {
	d.read(gram, k)
	d.normalise()
	clear(c)
	n := d.n
	for _, i := range d.of[:n] {
		c[i] = 1
	}
	if n == 0 {
		return
	}
	mean := 1 / float64(n)
	for i := range n {
		d.h[i] = mean * d.row(d.m[:n], i) // u_i . g_0
	}
	square := mean * mean * d.square(d.m[:n])
	if scale := mean * d.total(); square <= 1e-14*scale*scale {
		return
	}
	radius := caRadius * math.Sqrt(square)
	z := d.cone.solve(&d.reduced, d.h[:n], radius)
	size := 0.0
	for _, v := range z {
		size += v
	}
	if length := d.square(z); length > 1e-11*size*size {
		for i, j := range d.of[:n] {
			c[j] = (1 + float64(n)*radius/math.Sqrt(length)*z[i]/d.m[i]) / (1 + caRadius*caRadius)
		}
	}
}

func (d *cagrad) State() []experiment.Array { return nil }

// convexCone minimises F(z) = h'z + R sqrt(z'Cz) over z >= 0, sum z_i/m_i = 1, in reused memory. For each support S, with e = 1/m,
// stationarity C z R/sqrt(z'Cz) = mu e - h has a closed solution: x = C^-1 e, y = C^-1 h,
//
//	s = sqrt((e'y)^2 - e'x (h'y - R^2)),    mu = (e'y + s)/e'x,    z = (mu x - y)/s,
//
// and F is convex, so that the best feasible one over the supports is the minimiser.
type convexCone struct {
	best, z, x, y, e, a, b []float64
	of                     []int
}

// maxSupports is the largest number of gradients for which all supports are tried; above, pairs are.
const maxSupports = 10

func newConvexCone(k int) convexCone {
	v := func() []float64 { return make([]float64, k) }
	return convexCone{best: v(), z: v(), x: v(), y: v(), e: v(), a: make([]float64, k*k), b: make([]float64, k*k), of: make([]int, 0, k)}
}

func (f *convexCone) solve(r *reduced, h []float64, radius float64) []float64 {
	n := r.n
	for i := range n {
		f.e[i] = 1 / r.m[i]
	}
	if n > maxSupports {
		return f.pairs(r, h, radius)
	}
	value := math.Inf(1)
	for mask := 1; mask < 1<<n; mask++ {
		if !f.support(r, h, radius, mask) {
			continue
		}
		v := radius * math.Sqrt(r.square(f.z[:n]))
		for i := range n {
			v += h[i] * f.z[i]
		}
		if v < value {
			value = v
			copy(f.best[:n], f.z[:n])
		}
	}
	return f.best[:n]
}

// support writes the stationary point with that support into z; false if there is none.
func (f *convexCone) support(r *reduced, h []float64, radius float64, mask int) bool {
	n := r.n
	f.of = f.of[:0]
	for i := range n {
		if mask>>i&1 == 1 {
			f.of = append(f.of, i)
		}
	}
	s := len(f.of)
	for p, i := range f.of {
		for q, j := range f.of {
			f.a[p*s+q] = r.c[i*n+j]
		}
		f.a[p*s+p] += rankTolerance // unique for duplicated gradients
		f.x[p], f.y[p] = f.e[i], h[i]
	}
	copy(f.b, f.a[:s*s])
	if !gradient.Cholesky(f.a, f.x, s, s) || !gradient.Cholesky(f.b, f.y, s, s) {
		return false
	}
	ex, ey, hy := 0.0, 0.0, 0.0
	for p, i := range f.of {
		ex += f.e[i] * f.x[p]
		ey += f.e[i] * f.y[p]
		hy += h[i] * f.y[p]
	}
	root := math.Sqrt(ey*ey - ex*(hy-radius*radius))
	if !(root > 0) || math.IsInf(root, 0) {
		return false
	}
	mu := (ey + root) / ex
	clear(f.z[:n])
	sum := 0.0
	for p, i := range f.of {
		v := (mu*f.x[p] - f.y[p]) / root
		if v*f.e[i] < -1e-9 {
			return false
		}
		f.z[i] = math.Max(0, v)
		sum += f.e[i] * f.z[i]
	}
	for i := range n {
		f.z[i] /= sum // rounding only: the constraint holds by construction
	}
	return sum > 0
}

// pairs moves weight from the loss of the largest derivative to that of the smallest, by bisection, until they agree.
func (f *convexCone) pairs(r *reduced, h []float64, radius float64) []float64 {
	n, z := r.n, f.best[:r.n]
	for i := range z {
		z[i] = r.m[i] / float64(n)
	}
	slope := func(i int) float64 {
		return r.m[i] * (h[i] + radius*r.row(z, i)/math.Sqrt(math.Max(r.square(z), 1e-300)))
	}
	for range 200 * n {
		low, high, least, most := 0, 0, math.Inf(1), math.Inf(-1)
		for i := range n {
			v := slope(i)
			if v < least {
				low, least = i, v
			}
			if z[i] > 0 && v > most {
				high, most = i, v
			}
		}
		if most-least <= 1e-12*(math.Abs(most)+math.Abs(least)) {
			break
		}
		from, to, whole := 0.0, z[high]*f.e[high], z[high]*f.e[high]
		zl := z[low]
		for range 60 {
			t := (from + to) / 2
			z[low], z[high] = zl+t*r.m[low], (whole-t)*r.m[high]
			if slope(low) < slope(high) {
				from = t
			} else {
				to = t
			}
		}
		z[low], z[high] = zl+to*r.m[low], (whole-to)*r.m[high]
	}
	return z
}
