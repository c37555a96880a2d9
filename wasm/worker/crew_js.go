package main

import (
	"encoding/json"
	"syscall/js"

	"counterpoint/solver/experiment"
)

// webMate is a helper in a web worker of its own. Messages {spec: JSON, gen} and {theta: ArrayBuffer, seq, lo, hi, round, spare:
// ArrayBuffer} go to it; {up}, {built: gen}, {found, theta: ArrayBuffer, seq} and {gone: why} come back. Buffers travel to and fro.
type webMate struct {
	id           int
	worker       js.Value
	up           bool
	waiting      js.Value // a message for when it is up
	theta, spare js.Value // buffers that came back
	found        []byte
	retained     []js.Func
}

// hire starts a helper. worker.js leaves the compiled module in self.solver.
func hire(id int, to chan<- note) mate {
	m := &webMate{id: id, worker: self.Get("Worker").New("worker.js")}
	message := js.FuncOf(func(_ js.Value, a []js.Value) any {
		m.receive(a[0].Get("data"), to)
		return nil
	})
	trouble := js.FuncOf(func(_ js.Value, a []js.Value) any {
		why := "it could not be started"
		if text := a[0].Get("message"); text.Truthy() {
			why = text.String()
		}
		to <- note{id: id, gone: why}
		return nil
	})
	m.retained = []js.Func{message, trouble}
	m.worker.Set("onmessage", message)
	m.worker.Set("onerror", trouble)
	boot := self.Get("Object").New()
	boot.Set("module", self.Get("solver").Get("module"))
	boot.Set("plain", self.Get("solver").Get("plain"))
	boot.Set("help", true)
	m.worker.Call("postMessage", boot)
	return m
}

func (m *webMate) receive(data js.Value, to chan<- note) {
	switch {
	case data.Get("up").Truthy():
		m.up = true
		if m.waiting.Truthy() {
			m.worker.Call("postMessage", m.waiting)
		}
	case data.Get("built").Truthy():
		to <- note{id: m.id, gen: data.Get("built").Int()}
	case data.Get("found").Truthy():
		m.spare, m.theta = data.Get("found"), data.Get("theta")
		m.found = fit(m.found, m.spare.Get("byteLength").Int())
		js.CopyBytesToGo(m.found, self.Get("Uint8Array").New(m.spare))
		to <- note{id: m.id, seq: data.Get("seq").Int(), found: m.found}
	case data.Get("gone").Truthy():
		to <- note{id: m.id, gone: data.Get("gone").String()}
	}
}

func (m *webMate) build(gen int, spec experiment.Spec) {
	text, err := json.Marshal(spec)
	if err != nil {
		panic("worker: spec cannot be written as JSON: " + err.Error())
	}
	message := self.Get("Object").New()
	message.Set("spec", string(text))
	message.Set("gen", gen)
	if m.up {
		m.worker.Call("postMessage", message)
	} else {
		m.waiting = message
	}
}

func (m *webMate) ask(seq, lo, hi int, round uint64, theta [2][]byte) {
	n := len(theta[0]) + len(theta[1])
	if !m.theta.Truthy() || m.theta.Get("byteLength").Int() != n {
		m.theta = self.Get("ArrayBuffer").New(n)
	}
	at := self.Get("Uint8Array").New(m.theta)
	js.CopyBytesToJS(at, theta[0])
	if len(theta[1]) > 0 {
		js.CopyBytesToJS(at.Call("subarray", len(theta[0])), theta[1])
	}
	message, transfer := self.Get("Object").New(), []any{m.theta}
	message.Set("theta", m.theta)
	message.Set("seq", seq)
	message.Set("lo", lo)
	message.Set("hi", hi)
	message.Set("round", float64(round))
	if m.spare.Truthy() {
		message.Set("spare", m.spare)
		transfer = append(transfer, m.spare)
	}
	m.theta, m.spare = js.Undefined(), js.Undefined()
	m.worker.Call("postMessage", message, transfer)
}

func (m *webMate) end() {
	m.worker.Set("onmessage", js.Null())
	m.worker.Set("onerror", js.Null())
	m.worker.Call("terminate")
	for _, f := range m.retained {
		f.Release()
	}
}
