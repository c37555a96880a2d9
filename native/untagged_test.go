//go:build !native

package main

import (
	"strings"
	"testing"
)

func TestRefuse(t *testing.T) {
	var stderr strings.Builder
	if code := refuse(&stderr); code != 2 || !strings.Contains(stderr.String(), "go run -tags native ./native") {
		t.Errorf("exit code %d, %q", code, &stderr)
	}
}
