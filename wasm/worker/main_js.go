package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"syscall/js"
	"time"

	"counterpoint/solver/experiment"
)

// slice is how long the worker trains before it looks for messages: a turn of the event loop costs 0.3 to 0.9 ms under load, so
// this keeps the cost below 4 % and the page's wait below three frames.
const slice = 25 * time.Millisecond

// keep is how many returned buffers wait for another frame of their size: frames come with grids and without.
const keep = 4

var self = js.Global()

func main() {
	if self.Get("solver").Get("help").Truthy() {
		help()
		return
	}
	p := newPort()
	s := &Session{Parse: parse, Save: save, Inspect: inspect, Export: export, Time: clock, Say: p.say, Show: p.show, Now: time.Now}
	c := newCrew(hire, func(n int, lost string) {
		p.say(experiment.Reply{Gen: s.gen, Is: experiment.SaysHelpers, Helpers: n, Note: lost})
	})
	s.Crew = c
	s.Open = func(spec experiment.Spec) (run, error) { return open(spec, c) }
	s.Resume = func(data []byte) (run, error) { return resume(data, c) }
	defer func() {
		if x := recover(); x != nil {
			p.say(experiment.Reply{Gen: s.gen, Is: experiment.SaysFailed, Failed: &experiment.Failure{
				Message: fmt.Sprint("the solver panicked: ", x), Spec: s.Spec(), Crash: true,
			}})
			self.Get("console").Call("error", fmt.Sprint(x, "\n", string(debug.Stack())))
		}
	}()
	hello := hello()
	p.say(experiment.Reply{Is: experiment.SaysHello, Hello: &hello})
	var batch []experiment.Request
	for {
		if batch = batch[:0]; !s.Training() {
			select { // parked: takes no time
			case r := <-p.requests:
				batch = append(batch, r)
			case n := <-c.notes:
				c.take(n)
			}
		}
		for more := true; more; {
			select {
			case r := <-p.requests:
				batch = append(batch, r)
			default:
				more = false
			}
		}
		s.Handle(batch)
		s.Work(slice)
		p.yield()
	}
}

// port is the worker's side of the messages: {request: JSON, data: ArrayBuffer} and {recycle: ArrayBuffer} come in,
// {reply: JSON, data: ArrayBuffer} and {frame: ArrayBuffer} go out. Data is there for files only.
type port struct {
	requests chan experiment.Request
	woken    chan struct{}
	waker    js.Value
	spare    []js.Value
}

func newPort() *port {
	p := &port{requests: make(chan experiment.Request, 256), woken: make(chan struct{}, 1)}
	// A turn of the event loop through a MessageChannel takes tens of microseconds; a sleep goes through setTimeout, which
	// browsers hold to 4 ms when nested.
	channel := self.Get("MessageChannel").New()
	p.waker = channel.Get("port2")
	channel.Get("port1").Set("onmessage", js.FuncOf(func(js.Value, []js.Value) any {
		select {
		case p.woken <- struct{}{}:
		default:
		}
		return nil
	}))
	self.Set("onmessage", js.FuncOf(func(_ js.Value, a []js.Value) any {
		p.receive(a[0].Get("data"))
		return nil
	}))
	return p
}

// receive must not block: it runs in the worker's event loop.
func (p *port) receive(data js.Value) {
	if buffer := data.Get("recycle"); buffer.Truthy() {
		if len(p.spare) < keep {
			p.spare = append(p.spare, buffer)
		}
		return
	}
	var r experiment.Request
	if err := json.Unmarshal([]byte(data.Get("request").String()), &r); err != nil {
		p.say(experiment.Reply{Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: "a request could not be read: " + err.Error()}})
		return
	}
	if buffer := data.Get("data"); buffer.Truthy() {
		r.Data = make([]byte, buffer.Get("byteLength").Int())
		js.CopyBytesToGo(r.Data, self.Get("Uint8Array").New(buffer))
	}
	if file := data.Get("file"); file.Truthy() {
		f := newBrowserFile(file)
		r.File, r.Size = f, f.size
	}
	select {
	case p.requests <- r:
	default:
		p.say(experiment.Reply{ID: r.ID, Gen: r.Gen, Is: experiment.SaysFailed, Failed: &experiment.Failure{Message: "the worker is busy; try again"}})
	}
}

// yield gives the event loop one turn.
func (p *port) yield() {
	p.waker.Call("postMessage", js.Null())
	<-p.woken
}

func (p *port) say(r experiment.Reply) {
	text, err := json.Marshal(r)
	if err != nil {
		panic("worker: reply cannot be written as JSON: " + err.Error())
	}
	message := self.Get("Object").New()
	message.Set("reply", string(text))
	transfer := []any{}
	if r.File != nil {
		buffer := self.Get("ArrayBuffer").New(len(r.File.Data))
		js.CopyBytesToJS(self.Get("Uint8Array").New(buffer), r.File.Data)
		message.Set("data", buffer)
		transfer = append(transfer, buffer)
	}
	self.Call("postMessage", message, transfer)
}

// show transfers a copy of the frame, in a buffer the page gave back if one fits.
func (p *port) show(frame []byte) {
	var buffer js.Value
	for i, b := range p.spare {
		if b.Get("byteLength").Int() == len(frame) {
			buffer = b
			p.spare = append(p.spare[:i], p.spare[i+1:]...)
			break
		}
	}
	if !buffer.Truthy() {
		buffer = self.Get("ArrayBuffer").New(len(frame))
		if len(p.spare) == keep {
			p.spare = p.spare[1:] // of a size that no longer comes
		}
	}
	js.CopyBytesToJS(self.Get("Uint8Array").New(buffer), frame)
	message := self.Get("Object").New()
	message.Set("frame", buffer)
	self.Call("postMessage", message, []any{buffer})
}
