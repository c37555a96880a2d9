package problem

import (
	_ "embed"
	"encoding/json"

	"counterpoint/solver/experiment"
)

// entries is what Entry says of every problem of Names, in that order, as JSON: parsing the whole catalogue takes most of a second in a
// browser. Rewrite it with
//
//	go test ./solver/problem -run TestEntries -update
//
//go:embed entries.json
var entries []byte

// Entries returns the Entry of every problem of the catalogue and of its cases, in the order of Names, without parsing them.
func Entries() []experiment.Entry {
	var out []experiment.Entry
	if err := json.Unmarshal(entries, &out); err != nil {
		panic("problem: embedded entries are not readable")
	}
	return out
}
