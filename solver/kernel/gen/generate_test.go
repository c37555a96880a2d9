//go:build !js

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGenerated fails with the first difference if a committed file is not what the generator writes.
func TestGenerated(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 7 {
		t.Fatalf("generate() wrote %d files, want 7", len(files))
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s is stale, run: go run -tags purego ./solver/kernel/gen\n%s", name, difference(got, want))
		}
	}
}

// difference shows the first line that differs, or the first byte of a binary.
func difference(got, want []byte) string {
	if bytes.IndexByte(want, 0) >= 0 {
		i := 0
		for i < min(len(got), len(want)) && got[i] == want[i] {
			i++
		}
		return fmt.Sprintf("bytes differ from offset %d", i)
	}
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return "-" + a[i] + "\n+" + strings.Join(b[min(i, len(b)):min(i+1, len(b))], "")
		}
	}
	return "+" + b[len(a)]
}

// TestRegisters: a register above 15 has no encoding before AVX-512.
func TestRegisters(t *testing.T) {
	files, err := generate()
	if err != nil {
		t.Fatal(err)
	}
	high := regexp.MustCompile(`\b([XY](1[6-9]|2\d|3[01])|Z\d+)\b`)
	if m := high.Find(files["kernels_avx2_amd64.s"]); m != nil {
		t.Errorf("AVX2 code uses %s", m)
	}
	if !high.Match(files["kernels_avx512_amd64.s"]) {
		t.Error("AVX-512 code uses none of its registers: the test is blind")
	}
}
