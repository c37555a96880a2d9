package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"
)

// each runs f on every set of this machine in both precisions and fails if it ran on none.
func each(t *testing.T, f32 func(*testing.T, *Set[float32]), f64 func(*testing.T, *Set[float64])) {
	ran := 0
	for _, name := range Names() {
		t.Run(name+"/f32", func(t *testing.T) { ran++; f32(t, set[float32](t, name)) })
		t.Run(name+"/f64", func(t *testing.T) { ran++; f64(t, set[float64](t, name)) })
	}
	if ran != 2*len(Names()) {
		t.Fatalf("ran %d sets, want %d", ran, 2*len(Names()))
	}
}

func set[T Float](t testing.TB, name string) *Set[T] {
	t.Helper()
	s, err := Find[T](name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// eps is the distance from 1 to the next number of T.
func eps[T Float]() float64 {
	if unsafe.Sizeof(T(0)) == 4 {
		return 0x1p-23
	}
	return 0x1p-52
}

// margin is the guard on either side of a buffer, and sentinel what it is filled with.
const margin, sentinel = 24, -12345.5

// guarded is a buffer with guards: data is written freely, check fails if a guard was.
type guarded[T Float] struct{ all, data []T }

// alloc returns n elements off elements beyond a guard, so that data is not aligned to a vector.
func alloc[T Float](n, off int) guarded[T] {
	all := make([]T, n+off+2*margin)
	for i := range all {
		all[i] = sentinel
	}
	return guarded[T]{all, all[margin+off : margin+off+n : margin+off+n]}
}

func (g guarded[T]) intact() bool {
	first := len(g.all) - margin - len(g.data)
	for i, x := range g.all {
		if (i < first || i >= len(g.all)-margin) && x != sentinel {
			return false
		}
	}
	return true
}

// random fills with normal numbers.
func random[T Float](r *rand.Rand, n int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(r.NormFloat64())
	}
	return x
}

// near fails unless |got-want| <= tol, NaN matching only NaN and an infinity only itself.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if math.IsNaN(want) && math.IsNaN(got) || got == want {
		return
	}
	if !(math.Abs(got-want) <= tol) {
		t.Fatalf("%s = %v, want %v within %.2g", what, got, want, tol)
	}
}

// mustPanic fails unless f panics with a constant of this package.
func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		s, ok := recover().(string)
		if !ok || len(s) < 8 || s[:8] != "kernel: " {
			t.Fatalf("%s: recovered %q, want a panic of package kernel", what, s)
		}
	}()
	f()
}

func TestFind(t *testing.T) {
	if n := Names(); n[len(n)-1] != "portable" {
		t.Fatalf("Names() = %v, want portable last", n)
	}
	for _, name := range Names() {
		t.Setenv(Variable, name)
		if got := Best[float32]().Name; got != name {
			t.Errorf("%s=%s: Best().Name = %q", Variable, name, got)
		}
	}
	t.Setenv(Variable, "")
	if got, want := Best[float64]().Name, Names()[0]; got != want {
		t.Errorf("Best().Name = %q, want %q", got, want)
	}
	if _, err := Find[float32]("mmx"); err == nil {
		t.Error(`Find("mmx") found a set`)
	} else if want := fmt.Sprintf(`kernel: this machine has no set "mmx" (it has %s)`, join(Names())); err.Error() != want {
		t.Errorf("Find: %q, want %q", err, want)
	}
}

func join(names []string) (s string) {
	for i, n := range names {
		if i > 0 {
			s += ", "
		}
		s += n
	}
	return s
}

func TestLayout(t *testing.T) {
	for n := range 2000 {
		if p := Pad(n); p < n || p >= n+Lanes || p%Lanes != 0 {
			t.Fatalf("Pad(%d) = %d", n, p)
		}
	}
	for n := 2 * Lanes; n <= 1<<16; n *= 2 {
		if s := Stride(n); s < n || s&(s-1) == 0 {
			t.Fatalf("Stride(%d) = %d, a power of two or too short", n, s)
		}
	}
}
