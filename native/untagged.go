//go:build !native

package main

import (
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(refuse(os.Stderr)) }

// refuse says how the program is built and returns the exit code.
func refuse(stderr io.Writer) int {
	fmt.Fprintln(stderr, "the terminal program is built with the tag native: go run -tags native ./native --help")
	return 2
}
