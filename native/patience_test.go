//go:build native

package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Long work says what it is while it lasts, short work nothing.
func TestSaying(t *testing.T) {
	r, w := io.Pipe()
	heard := make(chan string)
	go func() {
		line, _ := bufio.NewReader(r).ReadString('\n')
		heard <- line
	}()
	err := saying(w, time.Millisecond, "at work", func() error {
		if got := <-heard; got != "at work\n" {
			t.Errorf("heard %q", got)
		}
		return errStopped
	})
	if err != errStopped {
		t.Errorf("the work's error became %v", err)
	}
	var out strings.Builder
	if err := saying(&out, time.Hour, "at work", func() error { return nil }); err != nil || out.Len() > 0 {
		t.Errorf("%v, %q", err, &out)
	}
}

// The largest network says what it prepares, and what its first step carries, long before that step is done.
func TestLargeNetworkSpeaks(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "solve", "burgers", "--width", "1024", "--depth", "32", "--steps", "3")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	said := ""
	for !strings.HasPrefix(said, "step 1") && lines.Scan() {
		said = lines.Text()
		if !strings.HasPrefix(said, "preparing burgers: 32 x 1024 tanh in f32") && !strings.HasPrefix(said, "step 1 of 3 is under way: 32.5 million parameters, ") {
			t.Errorf("said %q", said)
		}
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // killed
	if said == "" {
		t.Error("it said nothing")
	}
}
