//go:build !js

package browser

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("CHROMIUM", "")
	if path, err := Find(); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "apt-get install") {
		t.Errorf("Find without a browser = %q, %v, want ErrMissing with the line to type", path, err)
	}
	want := filepath.Join(dir, "google-chrome")
	if err := os.WriteFile(want, []byte("#!/bin/sh\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	if path, err := Find(); path != want {
		t.Errorf("Find = %q, %v, want %q", path, err, want)
	}
	t.Setenv("CHROMIUM", filepath.Join(dir, "none"))
	if path, err := Find(); err == nil || !strings.Contains(err.Error(), "CHROMIUM") {
		t.Errorf("Find with a wrong CHROMIUM = %q, %v, want an error that names it", path, err)
	}
}

func TestStart(t *testing.T) {
	page, stop, err := Start(context.Background(), 640, 480)
	if err != nil {
		t.Fatal(err)
	}
	var width int
	if err := chromedp.Run(page, chromedp.Evaluate("innerWidth", &width)); err != nil || width != 640 {
		t.Errorf("the window is %d wide (%v), want 640", width, err)
	}
	stop()
	if page.Err() == nil {
		t.Error("the page's context goes on after stop")
	}
}
