package kernel

// gemm is the portable C = A*B or C += A*B, in tiles of four rows by two columns, which is what sixteen scalar registers hold. Each
// element of C is one sum over k in rising order, then one addition to C.
func gemm[T Float](c []T, ldc int, packed, b []T, ldb, m, k, n int, acc bool) {
	i := 0
	for ; i+4 <= m; i += 4 {
		gemm4(c[i*ldc:], ldc, packed[i*k:(i+4)*k], b, ldb, n, acc)
	}
	for ; i < m; i++ {
		gemm1(c[i*ldc:i*ldc+n], packed[i*k:(i+1)*k], b, ldb, acc)
	}
}

// gemm4 computes four rows of C, two columns at a time.
func gemm4[T Float](c []T, ldc int, tile, b []T, ldb, n int, acc bool) {
	c0, c1, c2, c3 := c[:n], c[ldc:ldc+n], c[2*ldc:2*ldc+n], c[3*ldc:3*ldc+n]
	for j := 0; j+2 <= n; j += 2 {
		var s00, s01, s10, s11, s20, s21, s30, s31 T
		at := j
		for a := tile; len(a) >= 4; a = a[4:] {
			b0, b1 := b[at], b[at+1]
			s00 += a[0] * b0
			s01 += a[0] * b1
			s10 += a[1] * b0
			s11 += a[1] * b1
			s20 += a[2] * b0
			s21 += a[2] * b1
			s30 += a[3] * b0
			s31 += a[3] * b1
			at += ldb
		}
		if acc {
			s00, s01, s10, s11 = c0[j]+s00, c0[j+1]+s01, c1[j]+s10, c1[j+1]+s11
			s20, s21, s30, s31 = c2[j]+s20, c2[j+1]+s21, c3[j]+s30, c3[j+1]+s31
		}
		c0[j], c0[j+1], c1[j], c1[j+1] = s00, s01, s10, s11
		c2[j], c2[j+1], c3[j], c3[j+1] = s20, s21, s30, s31
	}
}

// gemm1 computes one row of C, four columns at a time.
func gemm1[T Float](c, tile, b []T, ldb int, acc bool) {
	for j := 0; j+4 <= len(c); j += 4 {
		var s0, s1, s2, s3 T
		at := j
		for _, a := range tile {
			r := b[at : at+4 : at+4]
			s0 += a * r[0]
			s1 += a * r[1]
			s2 += a * r[2]
			s3 += a * r[3]
			at += ldb
		}
		d := c[j : j+4 : j+4]
		if acc {
			s0, s1, s2, s3 = d[0]+s0, d[1]+s1, d[2]+s2, d[3]+s3
		}
		d[0], d[1], d[2], d[3] = s0, s1, s2, s3
	}
}
