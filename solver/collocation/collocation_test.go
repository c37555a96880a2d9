package collocation

import (
	"math"
	"math/bits"
	"slices"
	"testing"
)

// All samplers: strictly inside the cube, the same bits twice, other bits for another seed or stream, means near one half.
func TestConformance(t *testing.T) {
	const n, dim = 1000, 51
	checked := 0
	for _, name := range Names() {
		s, err := Find(name)
		if err != nil || Doc(name) == "" {
			t.Fatalf("%s: Find: %v, Doc: %q", name, err, Doc(name))
		}
		draw := func(seed, stream uint64) []float64 {
			u := make([]float64, n*dim)
			s.Draw(u, n, dim, seed, stream)
			return u
		}
		u := draw(1, 2)
		if !slices.Equal(u, draw(1, 2)) {
			t.Errorf("%s: two draws with equal arguments differ", name)
		}
		for _, other := range [][]float64{draw(2, 2), draw(1, 3), draw(2, 1)} {
			same := 0
			for i := range u {
				if u[i] == other[i] {
					same++
				}
			}
			if same > 1 {
				t.Errorf("%s: %d numbers are equal for other seeds or streams", name, same)
			}
		}
		for j := range dim {
			var mean float64
			for i := range n {
				x := u[i*dim+j]
				if !(0 < x && x < 1) {
					t.Fatalf("%s: %g is not inside (0, 1)", name, x)
				}
				mean += x / n
			}
			if math.Abs(mean-0.5) > 5*math.Sqrt(1.0/12/n) { // five standard deviations of independent points
				t.Errorf("%s: the mean of coordinate %d is %g", name, j, mean)
			}
		}
		s.Draw(nil, 0, 3, 1, 1)
		s.Draw(nil, 3, 0, 1, 1)
		checked++
	}
	if checked != 4 {
		t.Errorf("checked %d samplers, want 4", checked)
	}
}

func TestFindNamesAll(t *testing.T) {
	_, err := Find("sobl")
	if want := `collocation: unknown sampler "sobl" (have halton, lhs, sobol, uniform)`; err == nil || err.Error() != want {
		t.Errorf("Find = %v, want %s", err, want)
	}
}

// stratified reports whether the first n numbers of coordinate j fall one into each of n equal cells.
func stratified(u []float64, n, dim, j int) bool {
	seen := make([]bool, n)
	for i := range n {
		c := int(u[i*dim+j] * float64(n))
		if seen[c] {
			return false
		}
		seen[c] = true
	}
	return true
}

func TestLatinHypercube(t *testing.T) {
	checked := 0
	for _, n := range []int{1, 2, 7, 100, 1023} {
		const dim = 5
		u := make([]float64, n*dim)
		lhs.Draw(u, n, dim, 3, 4)
		for j := range dim {
			if !stratified(u, n, dim, j) {
				t.Errorf("n=%d: coordinate %d has a slice with two points", n, j)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
}

func TestHaltonIsARadicalInverse(t *testing.T) {
	plain := func(b int) [][]int {
		p := make([][]int, digits(b))
		for k := range p {
			for i := range b {
				p[k] = append(p[k], i)
			}
		}
		return p
	}
	tests := []struct {
		i, base int
		want    float64
	}{{0, 2, 0}, {1, 2, 0.5}, {6, 2, 0.375}, {5, 3, 2.0/3 + 1.0/9}, {26, 3, 26.0 / 27}, {542, 541, 1.0/541 + 1.0/541/541}}
	for _, tt := range tests {
		got := radicalInverse(tt.i, tt.base, plain(tt.base))
		if math.Abs(got-tt.want) > 1e-15 { // half a cell and rounding
			t.Errorf("radicalInverse(%d, %d) = %.17g, want %.17g", tt.i, tt.base, got, tt.want)
		}
	}
	if got := primes(100); got[99] != 541 || len(got) != 100 {
		t.Errorf("the 100th prime = %d, want 541", got[99])
	}
	// b^k consecutive points from 0 fall one into each cell of side b^-k, permuted or not.
	const dim = 4
	for j, n := range []int{256, 243, 125, 343} {
		u := make([]float64, n*dim)
		halton.Draw(u, n, dim, 5, 6)
		if !stratified(u, n, dim, j) {
			t.Errorf("coordinate %d is not stratified", j)
		}
	}
}

// Each coordinate of the Sobol points alone is a (0, m, 1)-net, the first two together a (0, m, 2)-net: every elementary interval
// of measure 2^-m holds exactly one of the first 2^m points.
func TestSobolIsANet(t *testing.T) {
	const dim, m = 100, 10
	n := 1 << m
	u := make([]float64, n*dim)
	sobol.Draw(u, n, dim, 7, 8)
	intervals := 0
	for k := 1; k <= m; k++ {
		for j := range dim {
			if !stratified(u, 1<<k, dim, j) {
				t.Errorf("coordinate %d: the first 2^%d points are no net", j, k)
			}
		}
		for a := 0; a <= k; a++ {
			seen := make([]int, 1<<k)
			for i := range 1 << k {
				col, row := int(u[i*dim]*float64(int(1)<<a)), int(u[i*dim+1]*float64(int(1)<<(k-a)))
				seen[col<<(k-a)|row]++
			}
			for _, c := range seen {
				if c != 1 {
					t.Fatalf("2^%d points, intervals 2^-%d by 2^-%d: one holds %d points", k, a, k-a, c)
				}
				intervals++
			}
		}
	}
	if intervals == 0 {
		t.Fatal("nothing checked")
	}
}

// The unscrambled directions are the published ones: the first polynomials and the first points.
func TestSobolDirections(t *testing.T) {
	var got []uint64
	for degree, poly := nextPrimitive(0, 0); len(got) < 12; degree, poly = nextPrimitive(degree, poly) {
		got = append(got, poly)
	}
	want := []uint64{0b11, 0b111, 0b1011, 0b1101, 0b10011, 0b11001, 0b100101, 0b101001, 0b101111, 0b110111, 0b111011, 0b111101}
	if !slices.Equal(got, want) {
		t.Errorf("primitive polynomials = %b, want %b", got, want)
	}
	// The first eight points in three dimensions, in Gray code order, as the authors' program prints them.
	known := [][3]float64{{0, 0, 0}, {0.5, 0.5, 0.5}, {0.75, 0.25, 0.25}, {0.25, 0.75, 0.75},
		{0.375, 0.375, 0.625}, {0.875, 0.875, 0.125}, {0.625, 0.125, 0.875}, {0.125, 0.625, 0.375}}
	for j, v := range sobolTable(3) {
		var x uint64
		for i, want := range known {
			if got := float64(x) / (1 << width); got != want[j] {
				t.Errorf("point %d of dimension %d = %g, want %g", i, j+1, got, want[j])
			}
			x ^= v[bits.TrailingZeros64(^uint64(i))]
		}
	}
}

// centred returns the square of the centred L2 discrepancy of n points (F. Hickernell, A generalized discrepancy and quadrature
// error bound, Math. Comp. 67, 1998, eq. 1.4); for independent points its mean is ((5/4)^dim - (13/12)^dim)/n.
func centred(u []float64, n, dim int) float64 {
	total := math.Pow(13.0/12, float64(dim))
	for i := range n {
		a := u[i*dim : (i+1)*dim]
		p := 1.0
		for _, x := range a {
			z := math.Abs(x - 0.5)
			p *= 1 + z/2 - z*z/2
		}
		total -= 2 * p / float64(n)
		for k := range n {
			q := 1.0
			for j, y := range u[k*dim : (k+1)*dim] {
				q *= 1 + math.Abs(a[j]-0.5)/2 + math.Abs(y-0.5)/2 - math.Abs(a[j]-y)/2
			}
			total += q / float64(n) / float64(n)
		}
	}
	return total
}

func TestDiscrepancy(t *testing.T) {
	const n = 512
	tests := []struct {
		name string
		dim  int
		most float64 // of the mean for independent points
	}{{"sobol", 2, 0.01}, {"halton", 2, 0.02}, {"lhs", 2, 0.6}, {"sobol", 10, 0.5}, {"halton", 10, 0.7}, {"sobol", 30, 1}, {"halton", 30, 1}}
	for _, tt := range tests {
		s, _ := Find(tt.name)
		u := make([]float64, n*tt.dim)
		s.Draw(u, n, tt.dim, 9, 1)
		d := float64(tt.dim)
		got := centred(u, n, tt.dim) / ((math.Pow(1.25, d) - math.Pow(13.0/12, d)) / n)
		t.Logf("%s, %d dimensions: %.4f of independent points' discrepancy", tt.name, tt.dim, got)
		if got > tt.most {
			t.Errorf("%s, %d dimensions: discrepancy is %.3g of independent points', want at most %g", tt.name, tt.dim, got, tt.most)
		}
	}
}

// In fifty dimensions no pair of Sobol coordinates is much more correlated than the worst pair of independent points would be (about
// 4/sqrt(n) = 0.09 for 1225 pairs), and typical pairs are less than half as correlated.
func TestSobolPairs(t *testing.T) {
	const n, dim = 2000, 50
	u := make([]float64, n*dim)
	sobol.Draw(u, n, dim, 1, 1)
	var worst, square float64
	pairs := 0
	for a := range dim {
		for b := range a {
			var c float64
			for i := range n {
				c += 12 * (u[i*dim+a] - 0.5) * (u[i*dim+b] - 0.5) / n
			}
			worst, square = max(worst, math.Abs(c)), square+c*c
			pairs++
		}
	}
	typical := math.Sqrt(square / float64(pairs) * n)
	t.Logf("%d pairs: worst correlation %.3f, typical %.2f of independent points'", pairs, worst, typical)
	if pairs == 0 || worst > 0.15 || typical > 0.5 {
		t.Errorf("worst correlation %.3f, typical %.2f of independent points'", worst, typical)
	}
}

func BenchmarkSobol(b *testing.B) {
	const n, dim = 2000, 50
	u := make([]float64, n*dim)
	b.Run("d=50/n=2000", func(b *testing.B) {
		for b.Loop() {
			sobol.Draw(u, n, dim, 1, 1)
		}
	})
	b.Run("table/d=50", func(b *testing.B) {
		for b.Loop() {
			sobolTable(dim)
		}
	})
}
