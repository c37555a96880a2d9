//go:build !js

// Command serve builds what public/ lacks or what is older than its sources, serves it and prints the URL:
//
//	go run serve.go
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"counterpoint/e2e/site"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run does the work of main: 0 when it was stopped or had nothing to serve, 1 when something failed, 2 for wrong usage.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "", "host:port to serve on (default 127.0.0.1:8080, or the next free port)")
	noBuild := flags.Bool("no-build", false, "serve public/ as it is")
	dir := flags.String("site", "", "write the static site to this folder, compressed as far as it goes, and end")
	plain := flags.Bool("plain", false, "with --site: for hosts that choose between the compressed twins themselves")
	quality := flags.Int("brotli", 11, "with --site: brotli quality")
	noServe := flags.Bool("no-serve", false, "build only")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "serve: unexpected argument %q; see --help\n", flags.Arg(0))
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if *dir != "" {
		err = publish(ctx, *dir, *plain, *quality, stdout, stderr)
	} else {
		err = serve(ctx, *addr, !*noBuild, !*noServe, stdout, stderr)
	}
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "stopped")
		return 0
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

func publish(ctx context.Context, dir string, plain bool, quality int, stdout, stderr io.Writer) error {
	root, err := site.Root(".")
	if err != nil {
		return err
	}
	p := site.Publisher{Builder: site.Builder{Root: root, Out: "public", Brotli: quality, Log: stderr}, Dir: dir, Plain: plain}
	return p.Publish(ctx, stdout)
}

func serve(ctx context.Context, addr string, build, listen bool, stdout, stderr io.Writer) error {
	root, err := site.Root(".")
	if err != nil {
		return err
	}
	if build {
		b := site.Builder{Root: root, Out: "public", Bare: near(addr), Brotli: 9, Log: stderr}
		if err := b.Build(ctx); err != nil {
			return err
		}
	}
	if !listen {
		return nil
	}
	tries := 1
	if addr == "" {
		addr, tries = "127.0.0.1:8080", 100
	}
	l, err := site.Listen(addr, tries)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "http://%s/\n", l.Addr())
	fmt.Fprintln(stderr, "Ctrl-C stops")
	return site.Serve(ctx, l, site.Handler(os.DirFS(filepath.Join(root, "public"))))
}

// near reports whether addr is reached from this machine only: nothing is gained there by compression.
func near(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return addr == "" || err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback())
}
