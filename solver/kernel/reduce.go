package kernel

// The reductions keep four partial sums: element i goes to sum i mod 4.

func inner[T Float](a, b []T) float64 {
	b = b[:len(a)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += float64(a[i]) * float64(b[i])
		s1 += float64(a[i+1]) * float64(b[i+1])
		s2 += float64(a[i+2]) * float64(b[i+2])
		s3 += float64(a[i+3]) * float64(b[i+3])
	}
	for ; i < len(a); i++ {
		s0 += float64(a[i]) * float64(b[i])
	}
	return (s0 + s1) + (s2 + s3)
}

func innerW[T Float](a, b, w []T) float64 {
	b, w = b[:len(a)], w[:len(a)]
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += float64(a[i]) * float64(b[i]) * float64(w[i])
		s1 += float64(a[i+1]) * float64(b[i+1]) * float64(w[i+1])
		s2 += float64(a[i+2]) * float64(b[i+2]) * float64(w[i+2])
		s3 += float64(a[i+3]) * float64(b[i+3]) * float64(w[i+3])
	}
	for ; i < len(a); i++ {
		s0 += float64(a[i]) * float64(b[i]) * float64(w[i])
	}
	return (s0 + s1) + (s2 + s3)
}

func sum[T Float](a []T) float64 {
	var s0, s1, s2, s3 float64
	i := 0
	for ; i+4 <= len(a); i += 4 {
		s0 += float64(a[i])
		s1 += float64(a[i+1])
		s2 += float64(a[i+2])
		s3 += float64(a[i+3])
	}
	for ; i < len(a); i++ {
		s0 += float64(a[i])
	}
	return (s0 + s1) + (s2 + s3)
}
