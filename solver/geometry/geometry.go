// Package geometry describes the sets on which the losses of a problem live: boxes and their faces, balls and spheres in any
// dimension, solids carved from these, each with its measure, its outward normal and a map from the unit cube that carries
// uniform samples to uniform samples.
//
// Every set lives in the full coordinate space R^d of its problem, time included. Lengths are nondimensional.
package geometry

import (
	"math"
	"sort"
	"strconv"
	"strings"
)

// Piece is one smooth part of a region. Its methods are safe for concurrent use; none retains a slice.
type Piece interface {
	// Dim is the number of unit-cube coordinates that one sample needs; 0 for a point.
	Dim() int
	// Measure is the length, area or volume; 1 for a point. Of a carved piece it is an estimate, good to about one percent.
	Measure() float64
	// Map carries the unit-cube sample u (length Dim) to the point x (length d). It returns false if the point is carved away;
	// x is then unspecified. Uniform u give uniform x among the points kept.
	Map(u, x []float64) bool
	// Normal writes the unit normal at x, a point of the piece, that leaves the domain into n (length d). It returns false,
	// with n zero, where there is none.
	Normal(x, n []float64) bool
	// String is a canonical text: equal for equal pieces.
	String() string
}

// Region is a union of pieces. Equal keys mean equal sets: lines whose regions have equal keys share points.
type Region struct {
	Key    string
	Pieces []Piece
}

// Of returns the union of pieces: in canonical order, each once. Pieces must not overlap but in sets of measure zero.
func Of(pieces ...Piece) Region {
	sorted := append([]Piece(nil), pieces...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].String() < sorted[j].String() })
	var r Region
	var keys []string
	for i, p := range sorted {
		if i > 0 && p.String() == sorted[i-1].String() {
			continue
		}
		r.Pieces = append(r.Pieces, p)
		keys = append(keys, p.String())
	}
	r.Key = strings.Join(keys, " + ")
	return r
}

// Union returns the union of regions, whose pieces must not overlap unless they are equal.
func Union(regions ...Region) Region {
	var all []Piece
	for _, r := range regions {
		all = append(all, r.Pieces...)
	}
	return Of(all...)
}

// Measure returns the sum of the measures of r's pieces.
func (r Region) Measure() float64 {
	var sum float64
	for _, p := range r.Pieces {
		sum += p.Measure()
	}
	return sum
}

// Where returns the part of r, a region of R^d, where cond holds. key must be a canonical text of cond: it stands for it in the region's Key. cond
// must be safe for concurrent use.
func Where(r Region, d int, key string, cond func(x []float64) bool) Region {
	kept := make([]Piece, len(r.Pieces))
	for i, p := range r.Pieces {
		kept[i] = &where{Piece: p, key: p.String() + " where " + key, cond: cond, d: d}
	}
	return Of(kept...)
}

// text writes numbers so that equal numbers, and only these, give equal texts; -0 is 0.
func text(x []float64) string {
	var b strings.Builder
	for i, v := range x {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatFloat(v+0, 'g', -1, 64))
	}
	return b.String()
}

func clear0(n []float64) {
	for i := range n {
		n[i] = 0
	}
}

func distance(x, y []float64) float64 {
	var s float64
	for i := range x {
		s = math.Hypot(s, x[i]-y[i])
	}
	return s
}
