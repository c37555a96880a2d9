//go:build !js

package reference

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestCache(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", dir)
	t.Setenv("HOME", dir)
	text := convection + "truth etdrk4(modes=16, dt=0.01)\n"
	a, _ := truth(t, text)
	list := func() []string {
		names, _ := filepath.Glob(filepath.Join(cacheDir(), "*"))
		return names
	}
	if len(list()) != 1 {
		t.Fatalf("the cache holds %v, want one file", list())
	}
	data, err := os.ReadFile(list()[0])
	if err != nil || !bytes.Equal(data, encode(a.(*trajectory))) {
		t.Fatalf("the cached bytes differ from the answer: %v", err)
	}
	b, _ := truth(t, text)
	var u, v [1]float64
	a.At([]float64{1, 0.3}, u[:])
	b.At([]float64{1, 0.3}, v[:])
	if u != v || a.Error() != b.Error() || a.Name() != b.Name() {
		t.Errorf("from the cache: %v, %g, %s; computed: %v, %g, %s", v, b.Error(), b.Name(), u, a.Error(), a.Name())
	}
	truth(t, convection+"truth etdrk4(modes=16, dt=0.02)\n")
	if len(list()) != 2 {
		t.Errorf("another dt: the cache holds %d files, want 2", len(list()))
	}
	checked := 0
	for _, bad := range [][]byte{nil, data[:len(data)-8], append(slices.Clone(data), 0), flip(data, 40), flip(data, 3)} {
		if _, ok := decode(bad); ok {
			t.Errorf("decode took %d wrong bytes", len(bad))
		}
		for _, name := range list() {
			os.WriteFile(name, bad, 0o644)
		}
		c, _ := truth(t, text)
		c.At([]float64{1, 0.3}, v[:])
		if u != v {
			t.Error("a corrupted cache changed the answer")
		}
		checked++
	}
	if checked == 0 {
		t.Fatal("nothing checked")
	}
}

func TestCacheIsBounded(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", dir)
	t.Setenv("HOME", dir)
	for i := range kept + 5 {
		cacheWrite(fmt.Sprintf("answer-%03d", i), []byte{byte(i)})
		old := time.Unix(int64(1e9+i), 0) // file times may be coarse
		if err := os.Chtimes(filepath.Join(cacheDir(), fmt.Sprintf("answer-%03d", i)), old, old); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(cacheDir())
	if err != nil || len(entries) != kept {
		t.Fatalf("%d answers kept, want %d; %v", len(entries), kept, err)
	}
	if _, ok := cacheRead("answer-000"); ok {
		t.Error("the oldest answer stayed")
	}
	if data, ok := cacheRead(fmt.Sprintf("answer-%03d", kept+4)); !ok || data[0] != kept+4 {
		t.Error("the last answer is gone")
	}
}

func flip(data []byte, at int) []byte {
	c := slices.Clone(data)
	c[at] ^= 1
	return c
}
