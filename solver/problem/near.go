package problem

import (
	"strings"
	"unicode/utf8"
)

// nearest returns the candidate that a misspelt name most likely meant, empty if none is near: one edit for names of three
// characters, two for up to six, a third of the length above; shorter ones only if they differ by case.
func nearest(name string, candidates []string) string {
	n := utf8.RuneCountInString(name)
	if n > 60 {
		return ""
	}
	best, least := "", 0
	switch {
	case n <= 2: // every other letter is near
		for _, c := range candidates {
			if c != name && strings.EqualFold(c, name) {
				return c
			}
		}
		return ""
	case n == 3:
		least = 2
	case n <= 6:
		least = 3
	default:
		least = n/3 + 1
	}
	for _, c := range candidates {
		if c == name || len(c) > 80 {
			continue
		}
		if d := distance(name, c); d < least && d < max(n, utf8.RuneCountInString(c)) {
			best, least = c, d
		}
	}
	return best
}

// distance is the number of insertions, deletions, substitutions and exchanges of neighbours between two words (optimal string
// alignment).
func distance(s, t string) int {
	a, b := []rune(s), []rune(t)
	prev2, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}
