package kernel

// dot is the portable G += A*B^T, in tiles of four rows of A by two of B.
func dot[T Float](g []T, ldg int, a []T, lda int, b []T, ldb, m, k, n int) {
	i := 0
	for ; i+4 <= m; i += 4 {
		j := 0
		for ; j+2 <= k; j += 2 {
			dot42(g[i*ldg+j:], ldg, a[i*lda:], lda, b[j*ldb:], ldb, n)
		}
		for ; j < k; j++ {
			for r := i; r < i+4; r++ {
				g[r*ldg+j] += dot11(a[r*lda:r*lda+n], b[j*ldb:j*ldb+n])
			}
		}
	}
	for ; i < m; i++ {
		for j := range k {
			g[i*ldg+j] += dot11(a[i*lda:i*lda+n], b[j*ldb:j*ldb+n])
		}
	}
}

func dot42[T Float](g []T, ldg int, a []T, lda int, b []T, ldb, n int) {
	b0 := b[:n]
	b1, a0, a1 := b[ldb:][:len(b0)], a[:len(b0)], a[lda:][:len(b0)]
	a2, a3 := a[2*lda:][:len(b0)], a[3*lda:][:len(b0)]
	var s00, s01, s10, s11, s20, s21, s30, s31 T
	for r, x := range b0 {
		y := b1[r]
		s00 += a0[r] * x
		s01 += a0[r] * y
		s10 += a1[r] * x
		s11 += a1[r] * y
		s20 += a2[r] * x
		s21 += a2[r] * y
		s30 += a3[r] * x
		s31 += a3[r] * y
	}
	g[0] += s00
	g[1] += s01
	g[ldg] += s10
	g[ldg+1] += s11
	g[2*ldg] += s20
	g[2*ldg+1] += s21
	g[3*ldg] += s30
	g[3*ldg+1] += s31
}

func dot11[T Float](a, b []T) T {
	b = b[:len(a)]
	var s0, s1, s2, s3 T
	for i := 0; i+4 <= len(a); i += 4 {
		s0 += a[i] * b[i]
		s1 += a[i+1] * b[i+1]
		s2 += a[i+2] * b[i+2]
		s3 += a[i+3] * b[i+3]
	}
	return (s0 + s1) + (s2 + s3)
}
