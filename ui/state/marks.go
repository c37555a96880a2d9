package state

import (
	"html"
	"strings"
	"unicode/utf8"

	"counterpoint/solver/experiment"
)

// A browser counts a text's places in units of UTF-16, the worker in characters. Both start at 0 here.

// Units returns the number of UTF-16 units before the given character of text.
func Units(text string, character int) int {
	units := 0
	for _, r := range text {
		if character--; character < 0 {
			break
		}
		units += width(r)
	}
	return units
}

// Character returns the character that the given UTF-16 unit of text belongs to.
func Character(text string, unit int) int {
	n := 0
	for _, r := range text {
		if unit -= width(r); unit < 0 {
			break
		}
		n++
	}
	return n
}

func width(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// Place returns the characters of text that a fault spans. A fault beyond the end of its line is at that end.
func Place(text string, f experiment.Fault) (lo, hi int) {
	all := strings.Split(text, "\n")
	line := min(max(f.Line, 1), len(all))
	for _, l := range all[:line-1] {
		lo += utf8.RuneCountInString(l) + 1
	}
	n := utf8.RuneCountInString(all[line-1])
	from := min(max(f.Column, 1)-1, n)
	return lo + from, lo + min(from+max(f.Length, 0), n)
}

// statements are the words that begin a line of a problem's text.
var statements = map[string]bool{}

func init() {
	for _, w := range strings.Fields("title source note tags published coord time field const unknown let mode domain exact truth loss transform periodic case default data") {
		statements[w] = true
	}
}

// Marks returns the text as HTML, a div a line: first words and comments told apart, faults marked. A line that changed since
// the text was read has no marks.
func (e *Editor) Marks() string {
	var b strings.Builder
	read := strings.Split(e.Read, "\n")
	at := map[int][]experiment.Fault{}
	for _, f := range e.Faults {
		if f.Line > 0 {
			at[min(f.Line, len(read))] = append(at[min(f.Line, len(read))], f)
		}
	}
	for i, line := range strings.Split(e.Text, "\n") {
		faults := at[i+1]
		if i >= len(read) || read[i] != line {
			faults = nil
		}
		class := "ln"
		if len(faults) > 0 {
			class = "ln wrong"
		}
		b.WriteString(`<div class="` + class + `">`)
		markLine(&b, line, faults)
		b.WriteString("</div>")
	}
	return b.String()
}

// markLine writes one line, split where the kind of a character changes.
func markLine(b *strings.Builder, line string, faults []experiment.Fault) {
	chars := []rune(line)
	kinds := kindsOf(chars)
	for _, f := range faults {
		from := min(max(f.Column, 1)-1, len(chars))
		to := min(from+max(f.Length, 1), len(chars))
		if from == to {
			chars, kinds = append(chars, ' '), append(kinds, 0) // a place to show what is missing at the end
			to++
		}
		for i := from; i < to; i++ {
			kinds[i] |= faulty
		}
	}
	for lo := 0; lo < len(chars); {
		hi := lo + 1
		for hi < len(chars) && kinds[hi] == kinds[lo] {
			hi++
		}
		text := html.EscapeString(string(chars[lo:hi]))
		switch k := kinds[lo]; {
		case k&faulty != 0:
			text = "<mark>" + text + "</mark>"
		case k == statement:
			text = "<b>" + text + "</b>"
		case k == comment:
			text = "<i>" + text + "</i>"
		}
		b.WriteString(text)
		lo = hi
	}
	if len(chars) == 0 {
		b.WriteString("\u200b") // an empty line has the height of one
	}
}

// The kinds of a character.
const (
	statement = 1 << iota
	comment
	faulty
)

func kindsOf(chars []rune) []int {
	kinds := make([]int, len(chars))
	lo := 0
	for lo < len(chars) && (chars[lo] == ' ' || chars[lo] == '\t') {
		lo++
	}
	hi := lo
	for hi < len(chars) && chars[hi] >= 'a' && chars[hi] <= 'z' {
		hi++
	}
	if statements[string(chars[lo:hi])] {
		for i := lo; i < hi; i++ {
			kinds[i] = statement
		}
	}
	for i, c := range chars {
		if c == '#' {
			for ; i < len(chars); i++ {
				kinds[i] = comment
			}
			break
		}
	}
	return kinds
}
