//go:build !js

package site

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// Listen opens addr (host:port). If the port is taken it tries the tries-1 ports after it.
func Listen(addr string, tries int) (net.Listener, error) {
	host, text, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("site: %q is not host:port, such as 127.0.0.1:8080", addr)
	}
	first, err := strconv.Atoi(text)
	if err != nil || first < 0 || first > 65535 {
		return nil, fmt.Errorf("site: %q is not a port from 0 to 65535", text)
	}
	for port := first; port < first+tries && port <= 65535; port++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err == nil {
			return l, nil
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			return nil, fmt.Errorf("site: %w", err)
		}
	}
	return nil, fmt.Errorf("site: port %d is taken; give another with --addr %s", first, net.JoinHostPort(host, "0"))
}

// Serve serves h on l until ctx ends, then lets open requests finish for up to two seconds.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	select {
	case err := <-done:
		return fmt.Errorf("site: %w", err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if err := s.Shutdown(end); err != nil {
		return s.Close()
	}
	return nil
}
