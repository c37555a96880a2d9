//go:build native

package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"counterpoint/solver/experiment"
)

// The names on the queue: runs to be done on runs.ID, finished rows on rows.ID, checkpoints of runs under way as objects named ID.
const (
	runStream, runSubject = "RUNS", "runs."
	rowStream, rowSubject = "ROWS", "rows."
	workersName           = "workers"
	bookName              = "book"
	checkpointBucket      = "CHECKPOINTS"
	overSubject           = "over" // said to workers when all runs have ended
)

// order is a run on the queue: what a worker needs to know.
type order struct {
	ID      string          `json:"id"`
	Spec    experiment.Spec `json:"spec"`
	Kernel  string          `json:"kernel,omitempty"`
	Profile bool            `json:"profile,omitempty"` // keep the regime of a plain run
	Tries   int             `json:"tries"`             // deliveries without progress before the run is given up
}

// listening says how a queue can be reached from other machines; the zero value is a queue within the process, without a socket.
type listening struct {
	Listen string `help:"let workers elsewhere in, at this address; needs a token" placeholder:"HOST:PORT"`
	Token  string `help:"that workers have to show" env:"COUNTERPOINT_TOKEN" placeholder:"TEXT"`
	Cert   string `name:"tls-cert" help:"certificate of the address (PEM); encrypts, and so does the worker's tls://" placeholder:"FILE"`
	Key    string `name:"tls-key" help:"its private key (PEM)" placeholder:"FILE"`
}

// queue is the embedded server of a sweep, its store in the sweep's folder.
type queue struct {
	server *server.Server
	nc     *nats.Conn
	js     jetstream.JetStream
}

// openQueue starts the server on the store in dir.
func openQueue(dir string, l listening) (*queue, error) {
	opt := &server.Options{
		ServerName: "counterpoint", DontListen: true, JetStream: true, StoreDir: filepath.Join(dir, "queue"), NoLog: true, NoSigs: true,
		SyncAlways: true,                            // what was acknowledged outlives a kill
		MaxPayload: 8 << 20, Authorization: l.Token, // a problem's text may have 1 MiB
	}
	if l.Listen != "" {
		if err := l.apply(opt); err != nil {
			return nil, wrong(err)
		}
	}
	s, err := server.NewServer(opt)
	if err != nil {
		return nil, failed(err)
	}
	s.Start()
	if !s.ReadyForConnections(30 * time.Second) {
		s.Shutdown()
		return nil, failed(fmt.Errorf("the queue in %s did not start; is %s in use?", opt.StoreDir, l.Listen))
	}
	q := &queue{server: s}
	q.nc, err = nats.Connect("", nats.InProcessServer(s), nats.Token(l.Token))
	if err == nil {
		q.js, err = jetstream.New(q.nc, jetstream.WithDefaultTimeout(30*time.Second)) // the disk may be slow
	}
	if err == nil {
		err = prepare(q.js)
	}
	if err != nil {
		q.close()
		return nil, failed(fmt.Errorf("the queue in %s: %w", opt.StoreDir, err))
	}
	return q, nil
}

// apply sets what listening needs.
func (l listening) apply(opt *server.Options) error {
	host, port, err := net.SplitHostPort(l.Listen)
	if err == nil {
		opt.Host = host
		opt.Port, err = strconv.Atoi(port)
	}
	if err != nil || opt.Port < 1 {
		return fmt.Errorf("--listen %s: give HOST:PORT, as in 0.0.0.0:4222", l.Listen)
	}
	if l.Token == "" {
		return errors.New("--listen needs --token TEXT or COUNTERPOINT_TOKEN: who reaches the queue decides what runs")
	}
	opt.DontListen = false
	if l.Cert == "" && l.Key == "" {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(l.Cert, l.Key)
	if err != nil {
		return fmt.Errorf("--tls-cert and --tls-key: %w", err)
	}
	opt.TLS, opt.TLSTimeout = true, 10
	opt.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	return nil
}

// prepare makes the streams, if the store has them not. A subject holds one message at most: a run that is on the queue is not put there
// again.
func prepare(js jetstream.JetStream) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for name, subject := range map[string]string{runStream: runSubject, rowStream: rowSubject} {
		_, err := js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
			Name: name, Subjects: []string{subject + "*"}, Retention: jetstream.WorkQueuePolicy, Storage: jetstream.FileStorage,
			MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, DiscardNewPerSubject: true,
		})
		if err != nil {
			return err
		}
	}
	_, err := js.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: checkpointBucket, Storage: jetstream.FileStorage})
	return err
}

// fill leaves exactly the given runs on the queue: those that are there as they are ordered now stay, with their deliveries.
func (q *queue) fill(ctx context.Context, orders []order) error {
	stream, err := q.js.Stream(ctx, runStream)
	if err != nil {
		return err
	}
	info, err := stream.Info(ctx, jetstream.WithSubjectFilter(runSubject+"*"))
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, o := range orders {
		wanted[runSubject+o.ID] = true
	}
	for subject := range info.State.Subjects {
		if !wanted[subject] {
			if err := takeOff(ctx, stream, subject); err != nil {
				return err
			}
		}
	}
	for _, o := range orders {
		if info.State.Subjects[runSubject+o.ID] > 0 {
			if err := q.withdraw(ctx, stream, o); err != nil {
				return err
			}
		}
		if err := q.put(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// put puts a run on the queue, unless it is there.
func (q *queue) put(ctx context.Context, o order) error {
	data, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if _, err := q.js.Publish(ctx, runSubject+o.ID, data); err != nil && !isTaken(err) {
		return fmt.Errorf("run %s: %w", o.ID, err)
	}
	return nil
}

// takeOff takes the run of a subject off the queue, if it is there. It deletes the message where a purge of the subject looks shorter: nats-server
// 2.15.2 moves the floor of acknowledged deliveries up to a purged one, past runs before it that workers still hold. After a restart those are given to
// nobody.
func takeOff(ctx context.Context, runs jetstream.Stream, subject string) error {
	m, err := runs.GetLastMsgForSubject(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return runs.DeleteMsg(ctx, m.Sequence)
}

// withdraw takes the run of o off the queue if it was ordered otherwise, as with another kernel set. What was kept of a plain run goes too where the
// regime is asked for only now: that needs the run's first steps.
func (q *queue) withdraw(ctx context.Context, stream jetstream.Stream, o order) error {
	data, err := json.Marshal(o)
	if err != nil {
		return err
	}
	m, err := stream.GetLastMsgForSubject(ctx, runSubject+o.ID)
	if err != nil {
		return err
	}
	if bytes.Equal(m.Data, data) {
		return nil
	}
	var old order
	if json.Unmarshal(m.Data, &old) != nil || o.Profile && !old.Profile && o.Spec.Plain() {
		store, err := q.js.ObjectStore(ctx, checkpointBucket)
		if err != nil {
			return err
		}
		if err := store.Delete(ctx, o.ID); err != nil && !errors.Is(err, jetstream.ErrObjectNotFound) {
			return err
		}
	}
	return stream.DeleteMsg(ctx, m.Sequence)
}

// isTaken reports whether a publication was refused because its subject has a message.
func isTaken(err error) bool {
	const storeFailed = 10077 // JSStreamStoreFailedF, which a full disk is too
	api := (*jetstream.APIError)(nil)
	return errors.As(err, &api) && api.ErrorCode == storeFailed && api.Description == server.ErrMaxMsgsPerSubject.Error()
}

// consumer returns the one that all workers share. A run whose worker is not heard of for patience is delivered again. In a queue without
// a socket nobody holds runs of an earlier process, so that all are delivered at once.
func (q *queue) consumer(ctx context.Context, patience time.Duration, alone bool) error {
	if alone {
		if err := q.js.DeleteConsumer(ctx, runStream, workersName); err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
			return err
		}
	}
	_, err := q.js.CreateOrUpdateConsumer(ctx, runStream, jetstream.ConsumerConfig{
		Durable: workersName, AckPolicy: jetstream.AckExplicitPolicy, AckWait: patience, MaxDeliver: -1, MaxAckPending: 1 << 16,
	})
	return err
}

// close ends the server.
func (q *queue) close() {
	if q.nc != nil {
		q.nc.Close()
	}
	q.server.Shutdown()
	q.server.WaitForShutdown()
}

// over tells the workers that there is nothing left to do.
func (q *queue) over() error {
	if err := q.nc.Publish(overSubject, nil); err != nil {
		return err
	}
	return q.nc.FlushTimeout(10 * time.Second)
}

// discardQueue removes the store: nothing is left on it.
func discardQueue(dir string) error { return os.RemoveAll(filepath.Join(dir, "queue")) }
