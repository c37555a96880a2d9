//go:build native

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// worker does runs of a sweep that listens elsewhere.
type worker struct {
	URL    string        `arg:"" help:"of the sweep's --listen: nats://HOST:PORT, or tls://HOST:PORT"`
	Token  string        `help:"of the sweep" env:"COUNTERPOINT_TOKEN" placeholder:"TEXT"`
	CA     string        `name:"tls-ca" help:"certificate to trust (PEM), where the system does not" placeholder:"FILE"`
	Jobs   int           `help:"runs at a time, one goroutine each (default one per processor)" placeholder:"N"`
	GiveUp time.Duration `help:"end when the sweep cannot be reached for so long" default:"10m"`
}

// Run is called by kong. It ends when the sweep says that all is done (0), at Ctrl-C or SIGTERM with its runs put back (75), and when the sweep
// is away for too long (75).
func (w *worker) Run(t *terminal) error {
	if w.Jobs == 0 {
		w.Jobs = runtime.GOMAXPROCS(0)
	}
	if w.Jobs < 1 || w.GiveUp < time.Second {
		return wrong(errors.New("a worker needs --jobs of at least 1 and --give-up of at least 1s"))
	}
	ctx, stop := context.WithCancelCause(t.ctx)
	defer stop(nil)
	nc, err := w.connect(ctx, stop)
	if err != nil {
		return err
	}
	defer nc.Close()
	if _, err := nc.Subscribe(overSubject, func(*nats.Msg) { stop(errAllDone) }); err != nil {
		return failed(err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		return failed(err)
	}
	work, err := w.enter(ctx, js)
	if err != nil {
		return failed(err)
	}
	var out sync.Mutex
	work.say = func(format string, args ...any) {
		out.Lock()
		defer out.Unlock()
		fmt.Fprintf(t.stderr, format+"\n", args...)
	}
	work.say("at work for %s, %d runs at a time", nc.ConnectedUrlRedacted(), w.Jobs)
	var jobs sync.WaitGroup
	for range w.Jobs {
		jobs.Go(func() {
			if err := work.loop(ctx); err != nil {
				stop(err)
			}
		})
	}
	jobs.Wait()
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errAllDone):
		return nil
	case errors.Is(cause, errAway):
		return exit{75, fmt.Errorf("%s: %w; the same line goes on", w.URL, cause)}
	case t.ctx.Err() != nil:
		return exit{75, errors.New("stopped; the runs under way were put back with their checkpoints")}
	default:
		return failed(cause)
	}
}

// errAway says that the sweep was not reached for the time of --give-up.
var errAway = errors.New("the sweep is away")

// connect reaches the sweep, waiting for it to start; a refused token or certificate is an error at once.
func (w *worker) connect(ctx context.Context, stop context.CancelCauseFunc) (*nats.Conn, error) {
	opt := []nats.Option{
		nats.Token(w.Token), nats.Name("counterpoint worker"), nats.MaxReconnects(-1), nats.ReconnectWait(500 * time.Millisecond), nats.Timeout(10 * time.Second),
		nats.DisconnectErrHandler(func(nc *nats.Conn, _ error) {
			time.AfterFunc(w.GiveUp, func() {
				if !nc.IsConnected() {
					stop(errAway)
				}
			})
		}),
	}
	if w.CA != "" {
		pem, err := os.ReadFile(w.CA)
		if err != nil {
			return nil, wrong(err)
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return nil, wrong(fmt.Errorf("--tls-ca %s holds no certificate", w.CA))
		}
		opt = append(opt, nats.Secure(&tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}))
	}
	distrusted := x509.UnknownAuthorityError{}
	for began := time.Now(); ; {
		nc, err := nats.Connect(w.URL, opt...)
		switch {
		case err == nil:
			return nc, nil
		case errors.Is(err, nats.ErrAuthorization):
			return nil, wrong(fmt.Errorf("%s: the token was refused; give --token or COUNTERPOINT_TOKEN as the sweep has it", w.URL))
		case errors.As(err, &distrusted):
			return nil, wrong(fmt.Errorf("%s: the sweep's certificate is not trusted (%w); give --tls-ca FILE with it, or with the authority's that signed it", w.URL, distrusted))
		case !errors.Is(err, nats.ErrNoServers) && !errors.Is(err, nats.ErrTimeout):
			return nil, wrong(fmt.Errorf("%s: %w", w.URL, err))
		case time.Since(began) > w.GiveUp:
			return nil, exit{75, fmt.Errorf("%s: %w; the same line goes on", w.URL, errAway)}
		}
		select {
		case <-ctx.Done():
			return nil, exit{75, errors.New("stopped before the sweep was there")}
		case <-time.After(500 * time.Millisecond):
		}
	}
}

// enter waits until the sweep has made its queue.
func (w *worker) enter(ctx context.Context, js jetstream.JetStream) (*work, error) {
	for {
		try, cancel := context.WithTimeout(ctx, 5*time.Second)
		work, err := newWork(try, js)
		cancel()
		if err == nil {
			return work, nil
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(context.Cause(ctx), err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}
