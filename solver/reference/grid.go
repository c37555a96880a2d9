package reference

import (
	"math"

	"counterpoint/solver/collocation"
	"counterpoint/solver/geometry"
	"counterpoint/solver/problem"
)

// Grid returns the points that predictions of p are judged on, n x d row-major: 201 x 101 even points, ends included, of the space
// coordinate and time; 101 x 101 of two space coordinates; 1001 of a single one; 10 000 random ones, the same at every call, if there
// are three coordinates or more or the domain is carved.
func Grid(p *problem.Problem) (x []float64, n int) {
	d := len(p.Coords)
	if r, box := Interior(p); d > 2 || !box {
		const many = 10000
		s, err := collocation.Find("uniform")
		if err != nil {
			panic("reference: no uniform sampler")
		}
		x, _, err := collocation.Place(r, d, many, s, 20250101, 0)
		if err != nil {
			return nil, 0
		}
		return x, many
	}
	count := make([]int, d)
	for i, c := range p.Coords {
		switch {
		case d == 1:
			count[i] = 1001
		case p.Time >= 0 && !c.Time:
			count[i] = 201
		default:
			count[i] = 101
		}
	}
	n = 1
	for _, c := range count {
		n *= c
	}
	x = make([]float64, n*d)
	for k := range n {
		rest := k
		for i := d - 1; i >= 0; i-- { // the last coordinate runs fastest
			c := p.Coords[i]
			j := rest % count[i]
			rest /= count[i]
			x[k*d+i] = c.Lo + (c.Hi-c.Lo)*float64(j)/float64(count[i]-1)
		}
	}
	return x, n
}

// Interior returns the open domain of p, as its residual lines have it, and whether that is the box of its coordinates.
func Interior(p *problem.Problem) (r geometry.Region, box bool) {
	lo, hi := make([]float64, len(p.Coords)), make([]float64, len(p.Coords))
	for i, c := range p.Coords {
		lo[i], hi[i] = c.Lo, c.Hi
	}
	r = geometry.Interior(lo, hi)
	for _, loss := range p.Losses {
		for _, line := range loss.Lines {
			if (line.RegionText == "" || line.RegionText == "interior") && line.Data == nil {
				return line.Region, line.Region.Key == r.Key
			}
		}
	}
	return r, true
}

// RelL2 returns |pred - truth| / |truth| in the Euclidean norm over all entries where truth is not NaN, with compensated sums; NaN if
// there are none, and if pred has a NaN there. A truth of zero gives the norm of pred divided by the square root of their number.
func RelL2(pred, truth []float64) float64 {
	if len(pred) != len(truth) {
		panic("reference: prediction and truth of unequal length")
	}
	var diff, norm kahan
	n := 0
	for i, v := range truth {
		if v != v {
			continue
		}
		e := pred[i] - v
		diff.add(e * e)
		norm.add(v * v)
		n++
	}
	if n == 0 {
		return math.NaN()
	}
	if norm.sum == 0 {
		return math.Sqrt(diff.sum / float64(n))
	}
	return math.Sqrt(diff.sum / norm.sum)
}

// RelL2Centered returns RelL2 of pred and truth each minus its mean, over the entries where truth is not NaN. Sums over many coordinates
// concentrate about their mean, which then hides the error of all the rest.
func RelL2Centered(pred, truth []float64) float64 {
	if len(pred) != len(truth) {
		panic("reference: prediction and truth of unequal length")
	}
	var p, t kahan
	n := 0.0
	for i, v := range truth {
		if v == v {
			p.add(pred[i])
			t.add(v)
			n++
		}
	}
	a, b := make([]float64, len(pred)), make([]float64, len(truth))
	for i := range truth {
		a[i], b[i] = pred[i]-p.sum/n, truth[i]-t.sum/n
	}
	return RelL2(a, b)
}

// kahan is a compensated sum (W. Kahan, Further remarks on reducing truncation errors, Comm. ACM 8, 1965).
type kahan struct{ sum, carry float64 }

func (k *kahan) add(v float64) {
	y := v - k.carry
	t := k.sum + y
	k.carry = (t - k.sum) - y
	k.sum = t
}
