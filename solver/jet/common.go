package jet

// Common is a channel set that many problems need.
type Common struct {
	Name     string // the highest derivatives as in Index, then L or W for a Laplacian with equal or own weights and its coordinates
	Channels *Channels
}

// CommonSets returns the sets of the catalogue's problems of few coordinates. The fast kernels have their rules for tanh compiled.
func CommonSets() []Common {
	plain := func(name string, want ...Index) Common { return Common{name, NewChannels(4, want, nil, 0)} }
	laplacian := func(name string, coords int, weighted bool, want ...Index) Common {
		l, rows := Laplacian{}, 0
		for i := range coords {
			l.Coords = append(l.Coords, i)
			if weighted {
				l.Rows = append(l.Rows, i)
				rows++
			}
		}
		return Common{name, NewChannels(4, want, []Laplacian{l}, rows)}
	}
	return []Common{
		plain("0"), plain("1", Index{1}), plain("1_2", Index{1}, Index{2}), plain("1_2_3", Index{1}, Index{2}, Index{3}),
		plain("11", Index{1, 1}), plain("2_11", Index{2}, Index{1, 1}), plain("1_22", Index{1}, Index{2, 2}),
		plain("11_12", Index{1, 1}, Index{1, 2}), plain("11_22", Index{1, 1}, Index{2, 2}),
		plain("3_11_22", Index{3}, Index{1, 1}, Index{2, 2}),
		plain("111", Index{1, 1, 1}), plain("2_111", Index{2}, Index{1, 1, 1}),
		plain("2_1111", Index{2}, Index{1, 1, 1, 1}), plain("22_1111", Index{2, 2}, Index{1, 1, 1, 1}),
		laplacian("L2", 2, false), laplacian("W2", 2, true), laplacian("L3", 3, false), laplacian("3_L2", 2, false, Index{3}),
		laplacian("11_12_W2", 2, true, Index{1, 1}, Index{1, 2}),
	}
}
