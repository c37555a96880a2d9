package jet

import (
	"cmp"
	"slices"
)

// Laplacian asks for sum_i a_i d^2/dx_i^2 over Coords in one channel (Li et al. 2023, "Forward Laplacian", arXiv 2307.08214).
type Laplacian struct {
	Coords []int
	Rows   []int // Rows[i] is the row of per-point weights a_i; nil: all weights are 1
}

// Channels is a set of channels that is closed under what its activation rule needs. Channel 0 is the value; the channels of
// Indices follow in order of derivative order, then the Laplacians.
type Channels struct {
	Dim     int // coordinates
	Indices []Index
	Laps    []Laplacian
	Rows    int // rows of per-point weights the Laplacians refer to

	at map[Index]int
}

// NewChannels returns the smallest channel set over dim coordinates that holds every wanted index and Laplacian. rows is the
// number of weight rows the Laplacians refer to.
func NewChannels(dim int, want []Index, laps []Laplacian, rows int) *Channels {
	c := &Channels{Dim: dim, Laps: laps, Rows: rows, at: map[Index]int{}}
	add := func(a Index) {
		if _, ok := c.at[a]; !ok {
			c.at[a] = 0
			c.Indices = append(c.Indices, a)
		}
	}
	add(Index{})
	for _, a := range want {
		for _, b := range a.below() {
			add(b)
		}
	}
	for _, l := range laps {
		for _, i := range l.Coords {
			add(Unit(i))
		}
	}
	slices.SortFunc(c.Indices, func(a, b Index) int {
		return cmp.Or(cmp.Compare(a.Order(), b.Order()), slices.Compare(a[:], b[:]))
	})
	for k, a := range c.Indices {
		c.at[a] = k
	}
	return c
}

// Len returns the number of channels.
func (c *Channels) Len() int { return len(c.Indices) + len(c.Laps) }

// At returns the channel of index a, and -1 if the set lacks it.
func (c *Channels) At(a Index) int {
	k, ok := c.at[a]
	if !ok {
		return -1
	}
	return k
}

// Lap returns the channel of Laplacian l.
func (c *Channels) Lap(l int) int { return len(c.Indices) + l }
