//go:build !js

package reference

import (
	"os"
	"path/filepath"
	"sort"
	"time"
)

// cacheDir is where answers are kept, empty if the user has no cache directory.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "counterpoint", "reference")
}

func cacheRead(key string) ([]byte, bool) {
	dir := cacheDir()
	if dir == "" {
		return nil, false
	}
	data, err := os.ReadFile(filepath.Join(dir, key))
	return data, err == nil
}

// cacheWrite writes under a temporary name and renames, so that no reader sees half a file. Failing, it leaves nothing behind.
func cacheWrite(key string, data []byte) {
	dir := cacheDir()
	if dir == "" || os.MkdirAll(dir, 0o755) != nil {
		return
	}
	f, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return
	}
	_, err = f.Write(data)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, key))
	}
	if err != nil {
		os.Remove(f.Name())
		return
	}
	prune(dir)
}

// kept is how many answers the cache holds, a few megabytes each.
const kept = 64

// prune removes the answers that were written first, beyond the number kept.
func prune(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) <= kept {
		return
	}
	written := func(e os.DirEntry) time.Time {
		info, err := e.Info()
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	sort.SliceStable(entries, func(i, j int) bool { return written(entries[i]).Before(written(entries[j])) })
	for _, e := range entries[:len(entries)-kept] {
		os.Remove(filepath.Join(dir, e.Name()))
	}
}
