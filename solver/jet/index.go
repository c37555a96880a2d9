package jet

// Index is a multi-index of order at most 4: the coordinates it differentiates by, each plus one, ascending, zeros last.
// The zero Index is the value itself.
type Index [4]uint8

// Order returns |a|, the number of derivatives taken.
func (a Index) Order() int {
	n := 0
	for n < len(a) && a[n] != 0 {
		n++
	}
	return n
}

// Count returns a_i, how often a differentiates by coordinate i.
func (a Index) Count(i int) int {
	n := 0
	for _, c := range a {
		if int(c) == i+1 {
			n++
		}
	}
	return n
}

// Factorial returns a! = prod a_i!, the derivative's ratio to its Taylor coefficient.
func (a Index) Factorial() float64 {
	f, run := 1.0, 1.0
	for k := 1; k < len(a) && a[k] != 0; k++ {
		if a[k] == a[k-1] {
			run++
		} else {
			run = 1
		}
		f *= run
	}
	return f
}

// Minus returns a-b and whether b <= a.
func (a Index) Minus(b Index) (Index, bool) {
	var r Index
	n, j := 0, 0
	for _, c := range a {
		if c == 0 {
			break
		}
		if j < len(b) && b[j] == c {
			j++
			continue
		}
		r[n] = c
		n++
	}
	return r, j == b.Order()
}

// below returns every b <= a, a among them, the zero Index among them.
func (a Index) below() []Index {
	n := a.Order()
	seen := map[Index]bool{}
	var out []Index
	for mask := range 1 << n {
		var b Index
		k := 0
		for i := range n {
			if mask>>i&1 == 1 {
				b[k] = a[i]
				k++
			}
		}
		if !seen[b] {
			seen[b] = true
			out = append(out, b)
		}
	}
	return out
}

// Unit returns the Index that differentiates once by coordinate i.
func Unit(i int) Index { return Index{uint8(i + 1)} }
