package kernel_test

import (
	"testing"

	"counterpoint/solver/jet"
	"counterpoint/solver/kernel"
)

// The kernel package's own tests cannot import jet, which imports it.
func init() {
	for _, s := range jet.CommonSets() {
		if s.Name == "1_22" {
			kernel.BurgersProgram = jet.Program(kernel.Tanh, s.Channels)
		}
		kernel.CommonPrograms = append(kernel.CommonPrograms, jet.Program(kernel.Tanh, s.Channels))
	}
}

// Every compiled rule is found by its key: no two programs share one, and a change of any part makes another.
func TestKey(t *testing.T) {
	keys := map[uint64]int{}
	for i, p := range kernel.CommonPrograms {
		for _, reverse := range []bool{false, true} {
			if j, ok := keys[p.Key(reverse)]; ok {
				t.Errorf("programs %d and %d have one key", i, j)
			}
			keys[p.Key(reverse)] = i
			q := jet.Program(kernel.Tanh, jet.CommonSets()[i].Channels)
			if q.Key(reverse) != p.Key(reverse) {
				t.Errorf("program %d: the same program has another key", i)
			}
			q = jet.Program(kernel.Sin, jet.CommonSets()[i].Channels)
			if q.Key(reverse) == p.Key(reverse) {
				t.Errorf("program %d: another activation has the same key", i)
			}
		}
	}
	if len(keys) < 30 {
		t.Fatalf("only %d keys", len(keys))
	}
}
