//go:build !js

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"counterpoint/e2e/browser"
	"counterpoint/solver/kernel"
)

// message is what the page says through the binding toHost: output, the exit code, or what broke.
type message struct {
	FD     int    `json:"fd"`
	Out    []byte `json:"out"`
	Exit   *int   `json:"exit"`
	Broken string `json:"broken"`
}

// execute runs the program in a browser of its own and returns its exit code; with an error, what failed around it.
func execute(ctx context.Context, program string, args []string, stdout, stderr io.Writer) (code int, err error) {
	content, err := files(program)
	if err != nil {
		return failed, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return failed, err
	}
	defer l.Close()
	go http.Serve(l, server(content)) // ends with l

	tab, stop, err := browser.Start(ctx, 1024, 768)
	if err != nil {
		return failed, err
	}
	defer stop()
	messages, gone := listen(tab)
	argv, err := json.Marshal(append([]string{filepath.Base(program)}, args...))
	if err != nil {
		return failed, err
	}
	err = chromedp.Run(tab, runtime.AddBinding("toHost"), chromedp.Navigate("http://"+l.Addr().String()+"/"),
		chromedp.Evaluate(fmt.Sprintf("void run(%s, %q)", argv, os.Getenv(kernel.Variable)), nil))
	if err != nil {
		return failed, err
	}
	return follow(tab, messages, gone, stdout, stderr)
}

// listen collects the page's messages, in order and without a bound: the browser's event loop must not wait for our output. gone is
// closed when the page has crashed.
func listen(tab context.Context) (messages <-chan string, gone <-chan struct{}) {
	in, out, crash := make(chan string), make(chan string), make(chan struct{})
	var once sync.Once
	go func() {
		var queue []string
		for {
			var to chan<- string
			var first string
			if len(queue) > 0 {
				to, first = out, queue[0]
			}
			select {
			case s := <-in:
				queue = append(queue, s)
			case to <- first:
				queue = queue[1:]
			case <-tab.Done():
				return
			}
		}
	}()
	chromedp.ListenTarget(tab, func(event any) {
		switch e := event.(type) {
		case *runtime.EventBindingCalled:
			select {
			case in <- e.Payload:
			case <-tab.Done():
			}
		case *inspector.EventTargetCrashed:
			once.Do(func() { close(crash) })
		}
	})
	return out, crash
}

// follow writes the program's output until it has exited.
func follow(tab context.Context, messages <-chan string, gone <-chan struct{}, stdout, stderr io.Writer) (code int, err error) {
	for {
		select {
		case <-tab.Done():
			return failed, errors.New("the browser ended before the program")
		case <-gone:
			return failed, errors.New("the page crashed, perhaps for lack of memory")
		case text := <-messages:
			var m message
			if err := json.Unmarshal([]byte(text), &m); err != nil {
				return failed, fmt.Errorf("the page sent %.80q: %w", text, err)
			}
			switch {
			case m.Exit != nil:
				return *m.Exit, nil
			case m.Broken != "":
				return failed, errors.New(m.Broken)
			}
			w := stdout
			if m.FD == 2 {
				w = stderr
			}
			if _, err := w.Write(m.Out); err != nil {
				return failed, err
			}
		}
	}
}
