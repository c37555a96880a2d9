package experiment

import "strings"

// Find returns the places in the catalogue of the problems of a family ("": any) whose name, title, note, tags, losses or fields hold all
// the words.
func (h *Hello) Find(family, words string) []int {
	var out []int
	want := strings.Fields(strings.ToLower(words))
next:
	for i := range h.Catalogue {
		e := &h.Catalogue[i]
		if family != "" && e.Family != family {
			continue
		}
		text := strings.ToLower(strings.Join([]string{e.Name, e.Title, e.Note, strings.Join(e.Tags, " "), strings.Join(e.Losses, " "), strings.Join(e.Fields, " ")}, " "))
		for _, w := range want {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		out = append(out, i)
	}
	return out
}

// Sentence says what an entry is about: its note, or what it consists of.
func (e *Entry) Sentence() string {
	if e.Note != "" {
		return strings.ToUpper(e.Note[:1]) + e.Note[1:] + "."
	}
	s := itoa(len(e.Losses)) + " losses"
	if len(e.Losses) == 1 {
		s = "one loss"
	}
	return strings.ToUpper(s[:1]) + s[1:] + " (" + strings.Join(e.Losses, ", ") + ") on " + strings.Join(e.Coords, ", ") + "."
}
