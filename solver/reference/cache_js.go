package reference

import "sync"

// A browser's worker has no files, but it asks the same question at every reset: the last answers stay in memory.

// remembered is how many answers stay, a few megabytes each.
const remembered = 4

var memory struct {
	mu   sync.Mutex
	keys []string // oldest first
	data map[string][]byte
}

func cacheRead(key string) ([]byte, bool) {
	memory.mu.Lock()
	defer memory.mu.Unlock()
	data, ok := memory.data[key]
	return data, ok
}

func cacheWrite(key string, data []byte) {
	memory.mu.Lock()
	defer memory.mu.Unlock()
	if memory.data == nil {
		memory.data = map[string][]byte{}
	}
	if _, ok := memory.data[key]; !ok {
		memory.keys = append(memory.keys, key)
	}
	memory.data[key] = data
	if len(memory.keys) > remembered {
		delete(memory.data, memory.keys[0])
		memory.keys = memory.keys[1:]
	}
}
