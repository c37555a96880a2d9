package kernel

// band is a run of row tiles of one height.
type band struct{ height, count int }

// bands cuts m rows into two bands of tiles at most most rows high, as few tiles as can be and as equal as can be: a low tile left
// over at the end would run at a fraction of the others' speed.
func bands(m, most int) [2]band {
	n := (m + most - 1) / most
	h, high := m/n, m%n
	return [2]band{{h + 1, high}, {h, n - high}}
}

// packTiles writes A tile by tile: within a tile of height h, element (i, j) stands at j*h+i, so that the product reads one tile
// from front to back.
func packTiles[T Float](dst, a []T, m, k, lda int, trans bool, cut [2]band) {
	row := 0
	for _, b := range cut {
		for range b.count {
			tile := dst[row*k : (row+b.height)*k]
			if trans {
				packColumns(tile, a[row:], b.height, k, lda)
			} else {
				packRows(tile, a[row*lda:], b.height, k, lda)
			}
			row += b.height
		}
	}
}

func packRows[T Float](tile, a []T, h, k, lda int) {
	for i := range h {
		for j, x := range a[i*lda : i*lda+k] {
			tile[j*h+i] = x
		}
	}
}

func packColumns[T Float](tile, a []T, h, k, lda int) {
	for j := range k {
		copy(tile[j*h:(j+1)*h], a[j*lda:])
	}
}
