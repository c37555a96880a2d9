//go:build !purego

package kernel

import "golang.org/x/sys/cpu"

// extent is a count or a distance in bytes, as the kernels take it.
type extent = int

// fastNames lists the sets besides portable, fastest first. golang.org/x/sys/cpu also asks whether the system saves the registers.
func fastNames() (names []string) {
	x := &cpu.X86
	if x.HasAVX512F && x.HasAVX512VL && x.HasAVX512DQ {
		names = append(names, "avx512")
	}
	if x.HasAVX2 && x.HasFMA {
		names = append(names, "avx2")
	}
	return names
}

// fast returns the named one of fastNames.
func fast[T Float](name string) *Set[T] {
	var set any
	switch any(T(0)).(type) {
	case float32:
		set = pick(name, avx512Primitives32, avx2Primitives32)
	case float64:
		set = pick(name, avx512Primitives64, avx2Primitives64)
	}
	return set.(*Set[T])
}

func pick[T Float](name string, avx512, avx2 func() *primitives[T]) *Set[T] {
	if name == "avx512" {
		return assemble(avx512())
	}
	return assemble(avx2())
}
