//go:build native && !linux

package main

import "runtime"

// peak returns the memory that Go has taken from the system, in MiB.
func peak() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20)
}
