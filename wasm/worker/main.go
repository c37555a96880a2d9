//go:build !js

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "worker runs in a browser; type: go run serve.go")
	os.Exit(2)
}
