//go:build !native

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "the terminal program is built with the tag native: go run -tags native ./native --help")
	os.Exit(2)
}
