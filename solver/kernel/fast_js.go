//go:build !purego

package kernel

// extent is a count or a distance in bytes, as the kernels take it.
type extent = int32

// The kernels are a side module in this instance's memory. The page or worker that starts the instance says by caps which one it
// has loaded: 0 none, 1 simd, 2 relaxed.
//
//go:wasmimport k caps
func caps() int32

// fastNames lists the sets besides portable.
func fastNames() []string {
	switch caps() {
	case 1:
		return []string{"simd"}
	case 2:
		return []string{"relaxed"}
	}
	return nil
}

// fast returns the named one of fastNames.
func fast[T Float](name string) *Set[T] {
	var set any
	switch any(T(0)).(type) {
	case float32:
		set = named(simdPrimitives32(), name)
	case float64:
		set = named(simdPrimitives64(), name)
	}
	return set.(*Set[T])
}

func named[T Float](p *primitives[T], name string) *Set[T] {
	p.name = name
	return assemble(p)
}
