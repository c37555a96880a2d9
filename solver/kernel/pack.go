package kernel

// tiles are the heights of the row tiles a packed matrix is cut into, falling, the last one 1: as many of the first as fit, then
// of the next.
type tiles []int

// packTiles writes A tile by tile: within a tile of height h, element (i, j) stands at j*h+i, so that the product reads one tile
// from front to back.
func packTiles[T Float](dst, a []T, m, k, lda int, trans bool, t tiles) {
	row := 0
	for _, h := range t {
		for ; row+h <= m; row += h {
			tile := dst[row*k : (row+h)*k]
			for i := range h {
				if trans {
					for j := range k {
						tile[j*h+i] = a[j*lda+row+i]
					}
					continue
				}
				for j, x := range a[(row+i)*lda : (row+i)*lda+k] {
					tile[j*h+i] = x
				}
			}
		}
	}
}
