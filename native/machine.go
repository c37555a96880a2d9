//go:build native

package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
)

// machine names the processor as the system does, the number of its threads, and the platform.
var machine = sync.OnceValue(func() string {
	model := "unknown processor"
	data, _ := os.ReadFile("/proc/cpuinfo") // elsewhere than on Linux the platform has to do
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	return fmt.Sprintf("%s, %d threads, %s/%s, %s", model, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
})
