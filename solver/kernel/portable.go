package kernel

// Portable returns the set in plain Go: the fallback on every machine and the oracle of the other sets. Sums within it run in
// a fixed order, four to sixteen partial sums at a time.
func Portable[T Float]() *Set[T] {
	return guard(portable[T]())
}

// portable returns the functions of the portable set without their checks.
func portable[T Float]() Set[T] {
	return Set[T]{
		Name:       "portable",
		PackLen:    func(m, k int) int { return m * k },
		Pack:       func(dst, a []T, m, k, lda int, trans bool) { packTiles(dst, a, m, k, lda, trans, portableTiles) },
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
	var a, b, c, d, e, f, g, h T
	x, y := T(0), T(rounds)
	for range rounds {
		a, b, c, d = a+x*y, b+x*y, c+x*y, d+x*y
		e, f, g, h = e+x*y, f+x*y, g+x*y, h+x*y
	}
	if a+b+c+d+e+f+g+h != 0 {
		panic("kernel: a sum of zeros is not zero")
	}
	return 16 * rounds
}
