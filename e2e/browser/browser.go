//go:build !js

// Package browser finds Chromium and starts it for the tests.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/chromedp/chromedp"
)

// names are looked for in PATH, after the environment's CHROMIUM.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

// closing is how long a browser is given to close.
const closing = 15 * time.Second

// ErrMissing says that there is no browser and what to type.
var ErrMissing = errors.New("browser: no chromium, chromium-browser or google-chrome in PATH: on Debian type\n\n\t" +
	"apt-get update && apt-get install -y --no-install-recommends chromium\n\n" +
	"or give the path of one: CHROMIUM=/path/to/chrome")

// Find returns the path of the browser: the environment's CHROMIUM, or the first of the usual names in PATH. The error is
// ErrMissing, or says why CHROMIUM cannot be run.
func Find() (string, error) {
	if name := os.Getenv("CHROMIUM"); name != "" {
		path, err := exec.LookPath(name)
		if err != nil {
			return "", fmt.Errorf("browser: CHROMIUM: %w", err)
		}
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrMissing
}

// Options returns what starts the browser at path headless, in a window of the given size, with the profile in the empty folder
// profile. WebGL runs in software, the page's compositor without it: the fastest way without a graphics card.
func Options(path, profile string, width, height int) []chromedp.ExecAllocatorOption {
	return []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.WindowSize(width, height),
		chromedp.WSURLReadTimeout(time.Minute),
		chromedp.NoSandbox,
		chromedp.NoFirstRun,
		chromedp.Flag("headless", "new"),
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("mute-audio", true),
		chromedp.Flag("use-gl", "angle"),
		chromedp.Flag("use-angle", "swiftshader-webgl"),
		chromedp.Flag("enable-unsafe-swiftshader", true),
	}
}

// Start starts the browser with one empty page. The page's context ends with ctx; stop closes the browser, waits for it and
// removes its profile.
func Start(ctx context.Context, width, height int) (page context.Context, stop func(), err error) {
	path, err := Find()
	if err != nil {
		return nil, nil, err
	}
	profile, err := os.MkdirTemp("", "counterpoint-browser-")
	if err != nil {
		return nil, nil, fmt.Errorf("browser: %w", err)
	}
	alloc, freeAlloc := chromedp.NewExecAllocator(ctx, Options(path, profile, width, height)...)
	page, freePage := chromedp.NewContext(alloc)
	stop = func() {
		ask, asked := context.WithTimeout(page, closing)
		_ = chromedp.Cancel(ask) // asks the browser to close and waits for it; one that cannot any more is ended below
		asked()
		freePage()
		freeAlloc()
		removeAll(profile)
	}
	if err := chromedp.Run(page); err != nil {
		stop()
		return nil, nil, fmt.Errorf("browser: %s did not start: %w", path, err)
	}
	return page, stop, nil
}

// removeAll removes a profile; the browser's last children may still write to it for a moment.
func removeAll(profile string) {
	for range 30 {
		if os.RemoveAll(profile) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}
