//go:build !js

// Command install sees to it that the tests have a browser: as root on Debian it installs Chromium, elsewhere it says what to type.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"counterpoint/e2e/browser"
)

func main() {
	if err := install(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func install() error {
	_, missing := browser.Find()
	if missing == nil {
		return nil
	}
	if !errors.Is(missing, browser.ErrMissing) || os.Getuid() != 0 {
		return missing
	}
	if _, err := os.Stat("/etc/debian_version"); err != nil {
		return missing
	}
	for _, args := range [][]string{{"update"}, {"install", "-y", "--no-install-recommends", "chromium"}} {
		fmt.Fprintln(os.Stderr, "the browser tests need Chromium: apt-get", strings.Join(args, " "))
		cmd := exec.Command("apt-get", args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("apt-get %v: %w\n%w", args, err, missing)
		}
	}
	_, err := browser.Find()
	return err
}
