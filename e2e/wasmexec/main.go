//go:build !js

// Command wasmexec runs a Go program built for js/wasm in a headless Chromium, as `go test -exec` wants it:
//
//	go build -o out/wasmexec ./e2e/wasmexec
//	GOOS=js GOARCH=wasm go test -exec "$PWD/out/wasmexec" ./solver/...
//
// The program's arguments are passed on, its environment holds COUNTERPOINT_KERNEL only, which also chooses the side module (simd, or
// portable for none; relaxed if it is not set), there is no file system; what it prints is streamed as it comes,
// and its exit code is returned. A binary that imports the kernels' side module finds it as in the page, through public/kernels.js.
// Exit code 2 is also Go's own of a panic; 3 means that the browser or the page failed.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

const failed = 3

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: wasmexec program.wasm [argument ...]")
		os.Exit(failed)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT)
	defer stop()
	code, err := execute(ctx, os.Args[1], os.Args[2:], os.Stdout, os.Stderr)
	if ctx.Err() != nil && err != nil {
		err = errors.New("stopped by a signal while the program ran in the browser")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "wasmexec:", err)
	}
	os.Exit(code)
}
