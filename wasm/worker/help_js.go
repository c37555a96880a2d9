package main

import (
	"encoding/json"
	"syscall/js"

	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// help is the life of a worker that computes shards for another: see webMate for the messages. It ends with its first error, which the
// other worker is told.
func help() {
	inbox := make(chan js.Value, 16)
	self.Set("onmessage", js.FuncOf(func(_ js.Value, a []js.Value) any {
		inbox <- a[0].Get("data")
		return nil
	}))
	reply("up", true)
	var h helper
	for m := range inbox {
		if err := h.do(m); err != nil {
			reply("gone", err.Error())
			return
		}
	}
}

// helper is what a helping worker holds between two messages.
type helper struct {
	*train.Helper
	found, theta []byte
}

// do builds the Spec of a message, or computes the shards that it asks for.
func (h *helper) do(m js.Value) error {
	if text := m.Get("spec"); text.Truthy() {
		return h.build(text.String(), m.Get("gen"))
	}
	h.theta = fit(h.theta, m.Get("theta").Get("byteLength").Int())
	js.CopyBytesToGo(h.theta, self.Get("Uint8Array").New(m.Get("theta")))
	var err error
	h.found, err = h.AppendShards(h.found[:0], m.Get("lo").Int(), m.Get("hi").Int(), uint64(m.Get("round").Float()), h.theta)
	if err == nil {
		answer(m, h.found)
	}
	return err
}

func (h *helper) build(text string, gen js.Value) error {
	if h.Helper != nil {
		h.Close()
	}
	var spec experiment.Spec
	err := json.Unmarshal([]byte(text), &spec)
	if err == nil {
		h.Helper, err = train.NewHelper(spec, train.Options{})
	}
	if err == nil {
		reply("built", gen)
	}
	return err
}

func reply(key string, value any) {
	message := self.Get("Object").New()
	message.Set(key, value)
	self.Call("postMessage", message)
}

// answer sends what was found, in the buffer that came with the question if it fits, and the parameters' buffer back.
func answer(m js.Value, found []byte) {
	buffer := m.Get("spare")
	if !buffer.Truthy() || buffer.Get("byteLength").Int() != len(found) {
		buffer = self.Get("ArrayBuffer").New(len(found))
	}
	js.CopyBytesToJS(self.Get("Uint8Array").New(buffer), found)
	message := self.Get("Object").New()
	message.Set("found", buffer)
	message.Set("theta", m.Get("theta"))
	message.Set("seq", m.Get("seq"))
	self.Call("postMessage", message, []any{buffer, m.Get("theta")})
}

// fit returns b with length n, or new memory if it is too small.
func fit(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}
