//go:build !js

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "page runs in a browser; type: go run serve.go")
	os.Exit(2)
}
