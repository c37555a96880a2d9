package combine

import (
	"math"
	"math/rand/v2"
	"testing"

	"counterpoint/solver/gradient"
)

// each calls f on random independent gradients, well enough conditioned for a tolerance of 1e-9, and returns how many there were.
func each(t *testing.T, f func(rows [][]float64)) {
	t.Helper()
	rng, n := rand.New(rand.NewPCG(11, 11)), 0
	for range 300 {
		k := 1 + rng.IntN(6)
		rows := gaussian(rng, k, k+3, 1)
		r, e := newReduced(k), newEigen(k)
		r.read(gramOf(rows), k)
		if e.of(r.c, k); e.value[0] < 1e-3 {
			continue
		}
		n++
		f(rows)
	}
	if n < 50 {
		t.Fatalf("%d cases, want many", n)
	}
}

func TestConFIGHasEqualPositiveCosines(t *testing.T) {
	each(t, func(rows [][]float64) {
		d := blend(rows, combined(ConFIG, rows, 0))
		length := 0.0
		for _, r := range rows {
			cos, first := dot(d, r)/norm(d)/norm(r), dot(d, rows[0])/norm(d)/norm(rows[0])
			if cos <= 0 || math.Abs(cos-first) > 1e-9 {
				t.Errorf("cosines %g and %g, want equal and positive", cos, first)
			}
			length += dot(d, r) / norm(d)
		}
		if math.Abs(length-norm(d)) > 1e-9*length {
			t.Errorf("length %g, the gradients' projections sum to %g", norm(d), length)
		}
	})
}

// IMTL-G: equal projections, coefficients that sum to +-1; never the ascent of the published sign, whose known case is the second.
func TestIMTLGHasEqualProjections(t *testing.T) {
	check := func(rows [][]float64) float64 {
		c := combined(IMTLG, rows, 0)
		d, sum := blend(rows, c), 0.0
		for i, r := range rows {
			sum += c[i]
			p, first := dot(d, r)/norm(r), dot(d, rows[0])/norm(rows[0])
			if p <= 0 || math.Abs(p-first) > 1e-9*norm(d) {
				t.Errorf("projections %g and %g, want equal and positive", p, first)
			}
		}
		return sum
	}
	each(t, func(rows [][]float64) {
		if sum := math.Abs(check(rows)); sum > 1+1e-9 {
			t.Errorf("coefficients sum to %g", sum)
		}
	})
	c, s := math.Cos(math.Pi/3), math.Sin(math.Pi/3)
	rows := [][]float64{{c, s, 0}, {c, -s, 0}, {.3 * s, 0, .3 * c}}
	if sum := check(rows); math.Abs(sum+1) > 1e-12 {
		t.Errorf("coefficients sum to %g, want the flipped -1", sum)
	}
	if p := dot(blend(rows, combined(IMTLG, rows, 0)), rows[0]); math.Abs(p-1.45) > .01 { // the published sign has -1.45
		t.Errorf("projection %g, want 1.45", p)
	}
}

// Where the published coefficients have no bound, since those that sum to one would be infinite, ours stay at a thousand in all.
func TestIMTLGIsBounded(t *testing.T) {
	c, s := math.Cos(math.Pi/3), math.Sin(math.Pi/3)
	rows := [][]float64{{c, s, 0}, {c, -s, 0}, {s, 0, c}}
	r, e, beta := newReduced(3), newEigen(3), make([]float64, 3)
	r.read(gramOf(rows), 3)
	e.of(r.c, 3)
	e.apply(beta, rankTolerance, inverse)
	rows[2] = scaledBy(rows[2], -beta[2]/(beta[0]+beta[1])) // now sum beta_i/m_i = 0
	got := combined(IMTLG, rows, 0)
	size := 0.0
	for _, v := range got {
		size += math.Abs(v)
	}
	if math.Abs(size-maxIMTL) > 1e-6*maxIMTL {
		t.Errorf("coefficients %v, want magnitudes that sum to %g", got, maxIMTL)
	}
	if worst := worstCosine(rows, got); worst <= 0 {
		t.Errorf("a loss ascends, cosine %g", worst)
	}
}

// MGDA: the conditions of the minimum: u_i . z >= |z|^2 for all i, with equality where w_i > 0.
func TestMGDAIsTheShortest(t *testing.T) {
	each(t, func(rows [][]float64) {
		c, total, sum := combined(MGDA, rows, 0), 0.0, 0.0
		for _, r := range rows {
			total += norm(r)
		}
		z := blend(rows, c)
		for i := range z {
			z[i] /= total
		}
		for i, r := range rows {
			w := c[i] * norm(r) / total
			sum += w
			excess := dot(r, z)/norm(r) - dot(z, z)
			if w < 0 || excess < -1e-9 || w > 1e-9 && excess > 1e-9 {
				t.Errorf("weight %g, excess %g", w, excess)
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("weights sum to %g", sum)
		}
	})
}

// Nash-MTL: M a = 1/a, so that a_i g_i . d' = 1 for the solution d' of length sqrt(K); here of length one.
func TestNashMTLBargains(t *testing.T) {
	each(t, func(rows [][]float64) {
		k := len(rows)
		c := combined(NashMTL, rows, 0)
		d := blend(rows, c)
		if math.Abs(norm(d)-1) > 1e-9 {
			t.Errorf("length %g, want 1", norm(d))
		}
		for i, r := range rows {
			if v := c[i] * dot(r, d) * float64(k); math.Abs(v-1) > 1e-9 {
				t.Errorf("a_i (M a)_i = %g, want 1", v)
			}
		}
	})
}

// UPGrad: each projection meets the conditions of the nearest point of the dual cone.
func TestUPGradProjects(t *testing.T) {
	each(t, func(rows [][]float64) {
		k := len(rows)
		u := UPGrad.New(k, Setup{}).(*upgrad)
		u.read(gramOf(rows), k)
		mean := make([]float64, len(rows[0]))
		for i := range k {
			u.project(i)
			a := make([]float64, k)
			for j := range a {
				a[j] = u.z[j] * norm(rows[i]) / norm(rows[j])
			}
			p := blend(rows, a)
			for j, r := range rows {
				lambda, cos := u.z[j], dot(p, r)/norm(r)/norm(rows[i])
				if j == i {
					lambda--
				}
				if lambda < 0 || cos < -1e-11 || lambda > 0 && cos > 1e-11 {
					t.Errorf("multiplier %g, inner product %g", lambda, cos)
				}
			}
			for l := range mean {
				mean[l] += p[l] / float64(k)
			}
		}
		d := blend(rows, combined(UPGrad, rows, 0))
		for l := range mean {
			if math.Abs(d[l]-mean[l]) > 1e-11*(norm(mean)+1) {
				t.Errorf("component %d: %g, the mean of the projections has %g", l, d[l], mean[l])
			}
		}
	})
}

// Projections stay right where constraints are nearly dependent or opposite, and for many gradients in few dimensions.
func TestUPGradInBadCases(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	checked := 0
	for range 2000 {
		k, p := 2+rng.IntN(7), 1+rng.IntN(4)
		rows := gaussian(rng, k, p, 2)
		for i := 1; i < k; i++ {
			if rng.IntN(3) == 0 { // a copy, turned a little, maybe backwards
				s := []float64{1, -1}[rng.IntN(2)]
				for l := range rows[i] {
					rows[i][l] = s*rows[i-1][l] + 1e-5*norm(rows[i-1])*rng.NormFloat64()
				}
			}
		}
		d, longest := blend(rows, combined(UPGrad, rows, 0)), 0.0
		for _, r := range rows {
			longest = math.Max(longest, norm(r))
		}
		for i, r := range rows {
			// the ridge lets an inner product of unit gradients down to -sqrt(dualRidge)/2
			if v := dot(d, r) / norm(r) / longest; v < -1e-7 {
				t.Errorf("%d gradients in %d dimensions: inner product %d is %g", k, p, i, v)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

// Aligned-MTL: the aligned gradients G B have singular values all equal to the smallest of G. With B = B', B Q B = lambda_min I.
func TestAlignedMTLHasEqualSingularValues(t *testing.T) {
	each(t, func(rows [][]float64) {
		k := len(rows)
		q := gramOf(rows)
		e, b := newEigen(k), make([]float64, k*k)
		e.of(q, k)
		for i := range k {
			for j := range k {
				for l := range k {
					b[i*k+j] += e.vector[i*k+l] * e.vector[j*k+l] * math.Sqrt(e.value[0]/e.value[l])
				}
			}
		}
		c := combined(AlignedMTL, rows, 0)
		for i := range k {
			row := 0.0
			for j := range k {
				row += b[i*k+j]
				s := 0.0
				for l := range k {
					for m := range k {
						s += b[i*k+l] * q[l*k+m] * b[m*k+j]
					}
				}
				want := 0.0
				if i == j {
					want = e.value[0]
				}
				if math.Abs(s-want) > 1e-9*e.value[0] {
					t.Errorf("(BQB)_%d%d = %g, want %g", i, j, s, want)
				}
			}
			if math.Abs(c[i]-row) > 1e-9 {
				t.Errorf("coefficient %g, (B1)_i = %g", c[i], row)
			}
		}
	})
}

// CAGrad: the conditions of the minimum over the simplex, and of d within its ball, for the exact search and for the search by pairs.
func TestCAGradServesTheWorst(t *testing.T) {
	each(t, func(rows [][]float64) {
		k, longest := len(rows), 0.0
		for _, r := range rows {
			longest = math.Max(longest, norm(r))
		}
		for _, r := range rows { // the method works in units of the longest
			for i := range r {
				r[i] /= longest
			}
		}
		d := CAGrad.New(k, Setup{}).(*cagrad)
		c := make([]float64, k)
		d.Combine(gramOf(rows), k, 0, c)
		g0 := blend(rows, fill(k, 1/float64(k)))
		radius := caRadius * norm(g0)
		pairs := newConvexCone(k)
		pairs.solve(&d.reduced, d.h, radius)
		for what, z := range map[string][]float64{"supports": d.cone.best[:k], "pairs": pairs.pairs(&d.reduced, d.h, radius)} {
			w, sum := make([]float64, k), 0.0
			for i := range w {
				w[i] = z[i] / norm(rows[i])
				sum += w[i]
			}
			gw, level := blend(rows, w), 0.0
			slope := func(i int) float64 { return dot(rows[i], g0) + radius*dot(rows[i], gw)/norm(gw) }
			for i := range w {
				level += w[i] * slope(i)
			}
			for i := range w {
				if s := (slope(i) - level) / norm(rows[i]) / norm(g0); w[i] < 0 || s < -1e-9 || w[i] > 1e-9 && w[i]*s > 1e-9 {
					t.Errorf("%s: weight %g, excess slope %g", what, w[i], s)
				}
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Errorf("%s: weights sum to %g", what, sum)
			}
		}
		step := blend(rows, c)
		for i := range step {
			step[i] = step[i]*(1+caRadius*caRadius)/float64(k) - g0[i]
		}
		if math.Abs(norm(step)-radius) > 1e-9*radius {
			t.Errorf("d is %g from the mean, want %g", norm(step), radius)
		}
	})
}

func fill(n int, v float64) []float64 {
	s := ones(n)
	for i := range s {
		s[i] = v
	}
	return s
}

// DCGD: neither group ascends, and both at the same angle, whichever losses are the equations'.
func TestDCGDServesBothGroups(t *testing.T) {
	rng, mixed := rand.New(rand.NewPCG(9, 9)), 0
	each(t, func(rows [][]float64) {
		k := len(rows)
		of, _ := marks(rng, rng.Perm(k))
		c := make([]float64, k)
		DCGD.New(k, Setup{Equation: of}).Combine(gramOf(rows), k, 0, c)
		one, two := make([]float64, k), make([]float64, k)
		for i, is := range of {
			if two[i] = 1; is {
				one[i], two[i] = 1, 0
			}
		}
		d, r, b := blend(rows, c), blend(rows, one), blend(rows, two)
		if norm(r) == 0 || norm(b) == 0 { // all in one group
			if all := blend(rows, ones(k)); norm(plus(d, -1, all)) > 1e-12*norm(all) {
				t.Errorf("d = %v of one group, want its sum %v", d, all)
			}
			return
		}
		mixed++
		if x, y := dot(d, r)/norm(r), dot(d, b)/norm(b); x < 0 || math.Abs(x-y) > 1e-9*norm(d) {
			t.Errorf("projections on the groups %g and %g, want equal and positive", x, y)
		}
		if want := (norm(r) + norm(b)) / 2 * norm(plus(scaledBy(r, 1/norm(r)), 1/norm(b), b)); math.Abs(norm(d)-want) > 1e-9*want {
			t.Errorf("length %g, want %g", norm(d), want)
		}
	})
	if mixed < 50 {
		t.Errorf("%d cases with two groups", mixed)
	}
}

// PCGrad with two losses conflicts with neither, and GradVac's first step is PCGrad's.
func TestProjectionsOfPairs(t *testing.T) {
	each(t, func(rows [][]float64) {
		a, b := combined(PCGrad, rows, 4), combined(GradVac, rows, 4)
		if len(rows) == 2 {
			d := blend(rows, a)
			for i, r := range rows {
				if v := dot(d, r); v < -1e-12*norm(d)*norm(r) {
					t.Errorf("pcgrad: loss %d ascends by %g", i, v)
				}
				if math.Abs(a[i]-b[i]) > 1e-12*(1+math.Abs(a[i])) {
					t.Errorf("pcgrad %v, gradvac's first step %v", a, b)
				}
			}
		}
	})
}

// With two losses ConFIG, DCGD, IMTL-G, Nash-MTL, MGDA and gradient-norm weights are one direction, the bisector; so are Nash weights
// and joint-rate weights. Only lengths differ, by known factors.
func TestTwoLossesHaveOneDirection(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 13))
	checked := 0
	for range 300 {
		rows := gaussian(rng, 2, 5, 3)
		q := gramOf(rows)
		bisector := blend(rows, []float64{1 / norm(rows[0]), 1 / norm(rows[1])})
		total := norm(rows[0]) + norm(rows[1])
		length := map[string]float64{
			"config": total / 2 * norm(bisector), "dcgd": total / 2 * norm(bisector), "mgda": total / 2 * norm(bisector), "nash-mtl": 1,
			"imtl-g": norm(bisector) / (1/norm(rows[0]) + 1/norm(rows[1])),
		}
		steps := map[string][]float64{}
		for _, e := range AllDirections() {
			if want := length[e.Name]; want > 0 {
				d := blend(rows, combined(e, rows, 0))
				steps[e.Name] = d
				if math.Abs(norm(d)-want) > 1e-9*want {
					t.Errorf("%s: length %g, want %g", e.Name, norm(d), want)
				}
			}
		}
		for _, e := range []WeightsEntry{GradNorm, Nash, JointRate} {
			w := make([]float64, 2)
			e.New(2, Setup{}).Weigh(&Observation{Loss: []float64{1, 1}, Gram: q}, w)
			steps[e.Name] = blend(rows, w)
		}
		for name, d := range steps {
			if cos := dot(d, bisector) / norm(d) / norm(bisector); cos < 1-1e-10 {
				t.Errorf("%s: cosine with the bisector %g, want 1", name, cos)
			}
			checked++
		}
	}
	if checked != 300*8 {
		t.Errorf("checked %d", checked)
	}
}

// The best common cosine of any direction is the joint rate; what the methods keep of it never exceeds it.
func TestNoDirectionBeatsTheJointRate(t *testing.T) {
	each(t, func(rows [][]float64) {
		var g gradient.Geometry
		g.Of(gramOf(rows), len(rows))
		for _, e := range AllDirections() {
			d, worst := blend(rows, combined(e, rows, 0)), math.Inf(1)
			for _, r := range rows {
				worst = math.Min(worst, dot(d, r)/norm(d)/norm(r))
			}
			if worst > g.Rho()+1e-9 {
				t.Errorf("%s keeps %g, the joint rate is %g", e.Name, worst, g.Rho())
			}
			if e.Name == "mgda" && math.Abs(worst-g.Rho()) > 1e-9 {
				t.Errorf("mgda keeps %g, the joint rate is %g", worst, g.Rho())
			}
		}
	})
}
