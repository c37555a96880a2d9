package kernel

func addBias[T Float](z []T, ld int, bias []T, units, points int) {
	for u, b := range bias[:units] {
		row := z[u*ld : u*ld+points]
		for i := range row {
			row[i] += b
		}
	}
}

func rowSums[T Float](sums, z []T, ld, units, points int) {
	for u := range units {
		row := z[u*ld : u*ld+points]
		var s0, s1, s2, s3 T
		for i := 0; i+4 <= len(row); i += 4 {
			s0 += row[i]
			s1 += row[i+1]
			s2 += row[i+2]
			s3 += row[i+3]
		}
		sums[u] += (s0 + s1) + (s2 + s3)
	}
}

func adam[T Float](theta, m, v, g []T, lr, b1, b2, eps, c1, c2 T) {
	m, v, g = m[:len(theta)], v[:len(theta)], g[:len(theta)]
	for i, x := range g {
		m[i] = b1*m[i] + (1-b1)*x
		v[i] = b2*v[i] + (1-b2)*x*x
		theta[i] -= lr * (m[i] / c1) / (sqrt(v[i]/c2) + eps)
	}
}
