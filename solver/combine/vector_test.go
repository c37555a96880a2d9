package combine

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// dense returns the matrix whose columns are the vectors.
func dense(columns [][]float64) *mat.Dense {
	m := mat.NewDense(len(columns[0]), len(columns), nil)
	for j, c := range columns {
		m.SetCol(j, c)
	}
	return m
}

func units(rows [][]float64) [][]float64 {
	u := make([][]float64, len(rows))
	for i, r := range rows {
		u[i] = scaledBy(r, 1/norm(r))
	}
	return u
}

func scaledBy(v []float64, s float64) []float64 {
	w := make([]float64, len(v))
	for i, x := range v {
		w[i] = s * x
	}
	return w
}

func plus(a []float64, s float64, b []float64) []float64 {
	c := make([]float64, len(a))
	for i := range a {
		c[i] = a[i] + s*b[i]
	}
	return c
}

// fit returns the least-squares solution x of sum_j x_j columns_j = b, by QR.
func fit(columns [][]float64, b []float64) []float64 {
	var x mat.VecDense
	if err := x.SolveVec(dense(columns), mat.NewVecDense(len(b), b)); err != nil {
		panic(err)
	}
	return x.RawVector().Data
}

// members returns the vectors of a support.
func members(rows [][]float64, mask int) (list [][]float64, index []int) {
	for i, r := range rows {
		if mask>>i&1 == 1 {
			list, index = append(list, r), append(index, i)
		}
	}
	return
}

// project is one pass of PCGrad or GradVac over the gradients themselves.
func project(rows [][]float64, stream uint64, step int, change func(p []float64, i, j int) []float64) []float64 {
	var d dice
	d.at(7, stream, step)
	order, sum := make([]int, len(rows)), make([]float64, len(rows[0]))
	for i, r := range rows {
		d.shuffle(order)
		p := r
		for _, j := range order {
			if j != i {
				p = change(p, i, j)
			}
		}
		sum = plus(sum, 1, p)
	}
	return sum
}

// vectorForms are the directions as published, on the gradients themselves.
var vectorForms = map[string]func(rows [][]float64) []float64{
	"sum": func(rows [][]float64) []float64 { return blend(rows, ones(len(rows))) },
	"pcgrad": func(rows [][]float64) []float64 {
		return project(rows, streamPCGrad, 3, func(p []float64, _, j int) []float64 {
			if v := dot(p, rows[j]); v < 0 {
				return plus(p, -v/dot(rows[j], rows[j]), rows[j])
			}
			return p
		})
	},
	"gradvac": func(rows [][]float64) []float64 {
		return project(rows, streamGradVac, 3, func(p []float64, _, j int) []float64 {
			if phi := dot(p, rows[j]) / norm(p) / norm(rows[j]); phi < 0 { // the targets are 0 at first
				return plus(p, -phi*norm(p)/norm(rows[j]), rows[j])
			}
			return p
		})
	},
	"mgda":        mgdaVectors,
	"config":      configVectors,
	"imtl-g":      imtlVectors,
	"nash-mtl":    nashVectors,
	"aligned-mtl": alignedVectors,
	"dcgd": func(rows [][]float64) []float64 {
		if len(rows) == 1 {
			return rows[0]
		}
		r, b := rows[0], blend(rows[1:], ones(len(rows)-1))
		c := plus(scaledBy(b, 1/norm(b)), 1/norm(r), r)
		cos := dot(r, b) / norm(r) / norm(b)
		return scaledBy(c, dot(c, plus(r, 1, b))/(2*(1+cos)))
	},
	"upgrad": upgradVectors,
	"cagrad": cagradVectors,
}

// mgdaVectors takes the shortest affine combination of each support by QR on differences, and the shortest convex one of these.
func mgdaVectors(rows [][]float64) []float64 {
	u, total, best := units(rows), 0.0, []float64(nil)
	for _, r := range rows {
		total += norm(r)
	}
	for mask := 1; mask < 1<<len(rows); mask++ {
		s, _ := members(u, mask)
		z, inside := s[0], true
		if len(s) > 1 {
			var differences [][]float64
			for _, v := range s[1:] {
				differences = append(differences, plus(v, -1, s[0]))
			}
			left := 1.0
			for j, w := range fit(differences, scaledBy(s[0], -1)) {
				z = plus(z, w, differences[j])
				inside = inside && w >= 0
				left -= w
			}
			inside = inside && left >= 0
		}
		if inside && (best == nil || norm(z) < norm(best)) {
			best = z
		}
	}
	return scaledBy(best, total)
}

// configVectors solves [u_1 ... u_K]' x = 1 in the least-squares sense of least norm.
func configVectors(rows [][]float64) []float64 {
	u := dense(units(rows))
	var svd mat.SVD
	if !svd.Factorize(u.T(), mat.SVDThin) {
		panic("no decomposition")
	}
	var x mat.Dense
	svd.SolveTo(&x, mat.NewDense(len(rows), 1, ones(len(rows))), svd.Rank(1e-7))
	e := mat.Col(nil, 0, &x)
	e = scaledBy(e, 1/norm(e))
	length := 0.0
	for _, r := range rows {
		length += dot(r, e)
	}
	return scaledBy(e, length)
}

// imtlVectors is alpha_{2..K} = g_1 U'(D U')^-1 with rows u_1 - u_j and g_1 - g_j, turned to a descent.
func imtlVectors(rows [][]float64) []float64 {
	k, u := len(rows), units(rows)
	if k == 1 {
		return rows[0]
	}
	a, b := mat.NewDense(k-1, k-1, nil), mat.NewVecDense(k-1, nil)
	for i := 1; i < k; i++ {
		ui := plus(u[0], -1, u[i])
		b.SetVec(i-1, dot(rows[0], ui))
		for j := 1; j < k; j++ {
			a.Set(i-1, j-1, dot(plus(rows[0], -1, rows[j]), ui))
		}
	}
	var alpha mat.VecDense
	if err := alpha.SolveVec(a, b); err != nil {
		panic(err)
	}
	c := append([]float64{1}, alpha.RawVector().Data...)
	for _, v := range c[1:] {
		c[0] -= v
	}
	d := blend(rows, c)
	return scaledBy(d, math.Copysign(1, dot(d, rows[0])))
}

// nashVectors minimises 1/2 |G a|^2 - sum log a_i by Newton's method with halved steps, on unit gradients.
func nashVectors(rows [][]float64) []float64 {
	u, k := units(rows), len(rows)
	a := fill(k, 1/math.Sqrt(float64(k)))
	value := func(a []float64) float64 {
		d := blend(u, a)
		f := dot(d, d) / 2
		for _, v := range a {
			f -= math.Log(v) // NaN of a negative v fails the comparison below
		}
		return f
	}
	for range 100 {
		d, h, g := blend(u, a), mat.NewDense(k, k, nil), mat.NewVecDense(k, nil)
		for i := range k {
			g.SetVec(i, dot(u[i], d)-1/a[i])
			for j := range k {
				h.Set(i, j, dot(u[i], u[j]))
			}
			h.Set(i, i, h.At(i, i)+1/(a[i]*a[i]))
		}
		var step mat.VecDense
		if err := step.SolveVec(h, g); err != nil {
			panic(err)
		}
		next, s := plus(a, -1, step.RawVector().Data), 1.0
		for mat.Norm(&step, 2) > 1e-6 && !(value(next) < value(a)) {
			s /= 2
			next = plus(a, -s, step.RawVector().Data)
		}
		a = next
	}
	d := blend(u, a)
	return scaledBy(d, 1/norm(d))
}

// alignedVectors is sigma_min U V' 1 of the thin singular value decomposition of G.
func alignedVectors(rows [][]float64) []float64 {
	var svd mat.SVD
	if !svd.Factorize(dense(rows), mat.SVDThin) {
		panic("no decomposition")
	}
	var u, v mat.Dense
	svd.UTo(&u)
	svd.VTo(&v)
	s := svd.Values(nil)
	d := make([]float64, len(rows[0]))
	for j := range s {
		sum := 0.0
		for i := range rows {
			sum += v.At(i, j)
		}
		d = plus(d, s[len(s)-1]*sum, mat.Col(nil, j, &u))
	}
	return d
}

// upgradVectors projects each gradient by trying all active sets with QR.
func upgradVectors(rows [][]float64) []float64 {
	sum := make([]float64, len(rows[0]))
	for _, r := range rows {
		best := []float64(nil)
		for mask := range 1 << len(rows) {
			p, feasible := r, true
			if s, _ := members(rows, mask); len(s) > 0 {
				for j, v := range fit(s, r) {
					p = plus(p, -v, s[j])
					feasible = feasible && v <= 0
				}
			}
			for i, g := range rows {
				feasible = feasible && (mask>>i&1 == 1 || dot(p, g) >= 0)
			}
			if feasible && (best == nil || norm(plus(p, -1, r)) < norm(plus(best, -1, r))) {
				best = p
			}
		}
		sum = plus(sum, 1/float64(len(rows)), best)
	}
	return sum
}

// cagradVectors minimises over each face of the simplex by Newton's method in barycentric coordinates and keeps the best.
func cagradVectors(rows [][]float64) []float64 {
	k := len(rows)
	g0 := blend(rows, fill(k, 1/float64(k)))
	radius := caRadius * norm(g0)
	value := func(x []float64) float64 { return dot(x, g0) + radius*norm(x) }
	var best []float64
	for mask := 1; mask < 1<<k; mask++ {
		s, _ := members(rows, mask)
		if x := faceMinimum(s, g0, radius, value); x != nil && (best == nil || value(x) < value(best)) {
			best = x
		}
	}
	d := plus(g0, radius/norm(best), best)
	return scaledBy(d, float64(k)/(1+caRadius*caRadius))
}

// faceMinimum returns the stationary point of the function on the affine hull of s, nil if it is not inside.
func faceMinimum(s [][]float64, g0 []float64, radius float64, value func([]float64) float64) []float64 {
	m := len(s) - 1
	w := fill(m, 1/float64(m+1))
	at := func(w []float64) []float64 {
		x := s[0]
		for j, v := range w {
			x = plus(x, v, plus(s[j+1], -1, s[0]))
		}
		return x
	}
	for range 200 * min(m, 1) {
		x := at(w)
		g, h := mat.NewVecDense(m, nil), mat.NewDense(m, m, nil)
		for i := range m {
			di := plus(s[i+1], -1, s[0])
			g.SetVec(i, dot(di, g0)+radius*dot(di, x)/norm(x))
			for j := range m {
				dj := plus(s[j+1], -1, s[0])
				h.Set(i, j, radius*(dot(di, dj)/norm(x)-dot(di, x)*dot(dj, x)/math.Pow(norm(x), 3)))
			}
		}
		var step mat.VecDense
		if err := step.SolveVec(h, g); err != nil {
			return nil
		}
		size := 1.0
		next := plus(w, -1, step.RawVector().Data)
		for size > 1e-9 && mat.Norm(&step, 2) > 1e-6 && value(at(next)) > value(x) {
			size /= 2
			next = plus(w, -size, step.RawVector().Data)
		}
		w = next
	}
	left := 1.0
	for _, v := range w {
		if v < 0 {
			return nil
		}
		left -= v
	}
	if left < 0 {
		return nil
	}
	return at(w)
}

// The Gram form of every direction is the published form on the gradients themselves.
func TestGramFormIsVectorForm(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 21))
	checked := map[string]int{}
	for range 150 {
		k := 1 + rng.IntN(4)
		rows := gaussian(rng, k, 9, .7)
		r, e := newReduced(k), newEigen(k)
		r.read(gramOf(rows), k)
		if e.of(r.c, k); e.value[0] < .05 {
			continue
		}
		longest := 0.0
		for _, v := range rows {
			longest = math.Max(longest, norm(v))
		}
		for _, e := range AllDirections() {
			form := vectorForms[e.Name]
			if form == nil {
				t.Fatalf("%s has no vector form to compare with", e.Name)
			}
			want := form(rows)
			d := blend(rows, combined(e, rows, 3))
			// 1e-10 of the step; imtl-g's may be long, since its coefficients sum to one with any sign
			if diff := norm(plus(d, -1, want)); diff > 1e-10*(norm(want)+longest) {
				t.Errorf("%s, %d gradients: %v, on vectors %v (differ by %g)", e.Name, k, d, want, diff)
			}
			checked[e.Name]++
		}
	}
	if len(checked) != len(AllDirections()) || checked["sum"] < 50 {
		t.Errorf("checked %v", checked)
	}
}
