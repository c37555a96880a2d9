package kernel

// Portable returns the set in plain Go: the fallback on every machine and the oracle of the other sets. Sums within it run in
// a fixed order, four to sixteen partial sums at a time.
func Portable[T Float]() *Set[T] {
	return guard(portable[T]())
}

// portable returns the functions of the portable set without their checks.
func portable[T Float]() Set[T] {
	return Set[T]{
		Name:    "portable",
		PackLen: func(m, k int) int { return m * k },
		Pack: func(dst, a []T, m, k, lda int, trans bool) {
			packTiles(dst, a, m, k, lda, trans, [2]band{{4, m / 4}, {1, m % 4}})
		},
		Gemm:       gemm[T],
		Dot:        dot[T],
		AddBias:    addBias[T],
		RowSums:    rowSums[T],
		JetForward: jetForward[T],
		JetReverse: jetReverse[T],
		Vec:        vec[T],
		Adam:       adam[T],
		Inner:      inner[T],
		InnerW:     innerW[T],
		Sum:        sum[T],
		Chains:     multiplyAdds[T],
	}
}

// multiplyAdds is the portable Chains.
func multiplyAdds[T Float](rounds int) int {
	a, b, c, d, e, f, g, h := T(1), T(2), T(3), T(4), T(5), T(6), T(7), T(8)
	for range rounds {
		a, b, c, d = a*0.5+1, b*0.5+1, c*0.5+1, d*0.5+1
		e, f, g, h = e*0.5+1, f*0.5+1, g*0.5+1, h*0.5+1
	}
	if s := a + b + c + d + e + f + g + h; s < 8 || s > 36 {
		panic("kernel: chains left their interval")
	}
	return 16 * rounds
}
