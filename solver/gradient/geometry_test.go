package gradient

import (
	"math"
	"math/rand/v2"
	"testing"

	"counterpoint/solver/kernel"
)

// gram returns the Gram matrix of the rows.
func gram(rows [][]float64) []float64 {
	k := len(rows)
	q := make([]float64, k*k)
	for i := range rows {
		for j := range rows {
			for l := range rows[i] {
				q[i*k+j] += rows[i][l] * rows[j][l]
			}
		}
	}
	return q
}

func equal(n int, c float64) []float64 {
	q := make([]float64, n*n)
	for i := range q {
		q[i] = c
		if i%(n+1) == 0 {
			q[i] = 1
		}
	}
	return q
}

func TestPlantedGeometries(t *testing.T) {
	c3 := func(c, r float64) []float64 { return []float64{r * r, c * r, c * r, 1} }
	for _, tt := range []struct {
		name             string
		q                []float64
		k                int
		unit, norm, best float64
	}{
		{"orthogonal", []float64{1, 0, 0, 1}, 2, 1, 1, 1},
		{"three at cosine 1/2", equal(3, .5), 3, 1.41421, 1.41421, 1.41421},
		{"conflict that harms nobody", equal(2, -.5), 2, .70711, .70711, .70711},
		{"one loss a hundred times larger", []float64{1e4, 0, 0, 1}, 2, .014141, 1, 1},
		{"conflict and ratio 3", c3(-.5, 3), 2, -.26726, .70711, .70711},
		{"norm weights starve", gram([][]float64{{1, 0}, {1, 0}, {-.6, .8}}), 3, -.21483, -.21483, .77460},
		{"nearly opposite", equal(2, -.999), 2, .031623, .031623, .031623},
		{"no pair looks bad", equal(3, -.49), 3, .141421, .141421, .141421},
		{"six losses", equal(6, -.195), 6, .158114, .158114, .158114},
	} {
		var g Geometry
		g.Of(tt.q, tt.k)
		for _, x := range []struct {
			what      string
			got, want float64
		}{{"unit", g.PhiUnit(), tt.unit}, {"norm", g.PhiNorm(), tt.norm}, {"best", g.PhiBest(), tt.best}} {
			if math.Abs(x.got-x.want) > 2e-5 {
				t.Errorf("%s: phi %s = %g, want %g", tt.name, x.what, x.got, x.want)
			}
		}
	}
}

// The laws of the joint rate over random Gram matrices.
func TestJointRateLaws(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	checked := 0
	for range 400 {
		k, p := 2+rng.IntN(5), 3+rng.IntN(6)
		rows := make([][]float64, k)
		for i := range rows {
			scale := math.Exp(2 * rng.NormFloat64())
			for range p {
				rows[i] = append(rows[i], scale*rng.NormFloat64())
			}
		}
		q := gram(rows)
		var g Geometry
		g.Of(q, k)
		best := g.PhiBest()
		for _, phi := range []float64{g.PhiUnit(), g.PhiNorm()} {
			if phi > best+1e-9 {
				t.Errorf("phi %g above the bound %g", phi, best)
			}
		}
		checked++
		// optimality: no unit direction serves every loss better
		for range 50 {
			d := make([]float64, p)
			norm := 0.0
			for i := range d {
				d[i] = rng.NormFloat64()
				norm += d[i] * d[i]
			}
			worst := math.Inf(1)
			for i, r := range rows {
				s := 0.0
				for l := range r {
					s += r[l] * d[l]
				}
				worst = math.Min(worst, s/math.Sqrt(norm*q[i*k+i]))
			}
			if worst > g.Rho()+1e-9 {
				t.Errorf("a direction keeps %g, the joint rate is %g", worst, g.Rho())
			}
		}
		if g.Rho() > 1e-3 {
			if g.Nash == nil {
				t.Fatalf("no Nash weights at rho %g", g.Rho())
			}
			if f := g.PhiNash() / math.Sqrt(float64(k)); f < g.Rho()/float64(k)-1e-9 {
				t.Errorf("Nash weights keep %g, at least rho/K = %g is proven", f, g.Rho()/float64(k))
			}
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

func TestAbsentGradientsHaveNoAngle(t *testing.T) {
	q := []float64{1, 0, .5, 0, 0, 0, .5, 0, 1}
	var g Geometry
	g.Of(q, 3)
	if len(g.Cos) != 4 || g.Cos[1] != .5 {
		t.Errorf("cosines of the present %v, want 0.5 between them", g.Cos)
	}
	if len(g.Present) != 2 || g.Present[1] != 2 {
		t.Errorf("present: %v", g.Present)
	}
}

func TestManyLosses(t *testing.T) {
	const n = 20
	c := equal(n, -.02)
	w := make([]float64, n)
	minNorm(w, make([]float64, n*n), make([]float64, n), c, n)
	for i, v := range w {
		if math.Abs(v-1.0/n) > 1e-6 {
			t.Errorf("weight %d = %g, want %g by symmetry", i, v, 1.0/n)
		}
	}
}

func TestGeometryReusesItsMemory(t *testing.T) {
	var g Geometry
	q := equal(6, -.1)
	g.Of(q, 6)
	if n := testing.AllocsPerRun(20, func() { g.Of(q, 6) }); n != 0 {
		t.Errorf("%g allocations, want 0", n)
	}
}

func TestGramAddsOverBlocks(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	s := NewSet[float32](3, []Block{{"a", 0, 40}, {"b", 40, 41}, {"c", 41, 100}})
	rows := make([][]float64, 3)
	for k, r := range s.Rows {
		for i := range r {
			r[i] = float32(rng.NormFloat64())
			rows[k] = append(rows[k], float64(r[i]))
		}
	}
	q, by := make([]float64, 9), make([]float64, 27)
	s.Gram(kernel.Portable[float32](), q, by)
	for i, want := range gram(rows) {
		if math.Abs(q[i]-want) > 1e-11 || math.Abs(by[i]+by[9+i]+by[18+i]-want) > 1e-11 {
			t.Errorf("entry %d: %g, blocks %g, want %g", i, q[i], by[i]+by[9+i]+by[18+i], want)
		}
	}
}
