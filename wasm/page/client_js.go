package main

import (
	"encoding/json"
	"syscall/js"

	"counterpoint/solver/experiment"
	"counterpoint/ui/state"
)

// client is the page's end of the messages: {request: JSON, data: ArrayBuffer} and {recycle: ArrayBuffer} go out, {reply: JSON,
// data: ArrayBuffer}, {frame: ArrayBuffer} and {gone: why} come in. Data is there for files only.
type client struct {
	dispatch func(state.Action)
	worker   js.Value
	live     int // number of the present worker: what earlier ones still say is not heard
	frame    experiment.Frame
	bytes    []byte
	retained []js.Func
	greeted  chan struct{} // closed by the first hello
}

// start ends the worker, if there is one, and takes another from boot.js, without the SIMD kernels if plain. boot.js leaves the promise of
// the compiled module in solverModule.
func (c *client) start(plain bool) {
	if c.worker.Truthy() {
		c.worker.Call("terminate")
	}
	for _, f := range c.retained {
		f.Release()
	}
	c.live++
	me := c.live
	c.worker = helper("hire", plain)
	message := js.FuncOf(func(_ js.Value, a []js.Value) any {
		if me == c.live {
			c.receive(a[0].Get("data"))
		}
		return nil
	})
	trouble := js.FuncOf(func(_ js.Value, a []js.Value) any {
		if me == c.live {
			text := a[0].Get("message")
			if !text.Truthy() {
				text = js.ValueOf("the worker could not be started")
			}
			c.dispatch(state.Crashed{Message: text.String()})
		}
		return nil
	})
	failed := js.FuncOf(func(_ js.Value, a []js.Value) any {
		c.dispatch(state.Tell{Sentence: "The solver could not be fetched: " + js.Global().Get("String").Invoke(a[0]).String() + ". Reload the page."})
		return nil
	})
	js.Global().Get("solverModule").Call("catch", failed)
	c.retained = []js.Func{message, trouble, failed}
	c.worker.Call("listen", message, trouble)
}

// stop ends the worker for good.
func (c *client) stop() {
	if c.worker.Truthy() {
		c.worker.Call("terminate")
	}
	c.live++
	c.worker = js.Undefined()
}

// message writes a request.
func message(r experiment.Request) js.Value {
	text, err := json.Marshal(r)
	if err != nil {
		panic("page: request cannot be written as JSON: " + err.Error())
	}
	return object("request", string(text))
}

// sendFile gives the worker a request about a file that the visitor chose: the file's handle, not its content.
func (c *client) sendFile(r experiment.Request, file js.Value) {
	m := message(r)
	m.Set("file", file)
	c.worker.Call("postMessage", m)
}

// send gives the worker a request.
func (c *client) send(r experiment.Request) {
	message, transfer := message(r), []any{}
	if len(r.Data) > 0 {
		buffer := toBytes(r.Data).Get("buffer")
		message.Set("data", buffer)
		transfer = append(transfer, buffer)
	}
	c.worker.Call("postMessage", message, transfer)
}

func (c *client) receive(data js.Value) {
	if buffer := data.Get("frame"); buffer.Truthy() {
		c.take(buffer)
		return
	}
	if why := data.Get("gone"); why.Truthy() {
		c.dispatch(state.Crashed{Message: why.String()})
		return
	}
	var r experiment.Reply
	if err := json.Unmarshal([]byte(data.Get("reply").String()), &r); err != nil {
		c.dispatch(state.Tell{Sentence: "A message of the solver could not be read: " + err.Error()})
		return
	}
	if buffer := data.Get("data"); buffer.Truthy() && r.File != nil {
		r.File.Data = fromBytes(window.Get("Uint8Array").New(buffer))
	}
	c.dispatch(state.Said{Reply: r})
	if r.Is == experiment.SaysHello {
		mark("hello")
		if c.greeted != nil {
			close(c.greeted)
			c.greeted = nil
		}
	}
}

// take decodes a frame and gives its buffer back.
func (c *client) take(buffer js.Value) {
	n := buffer.Get("byteLength").Int()
	if cap(c.bytes) < n {
		c.bytes = make([]byte, n)
	}
	c.bytes = c.bytes[:n]
	js.CopyBytesToGo(c.bytes, js.Global().Get("Uint8Array").New(buffer))
	c.worker.Call("postMessage", object("recycle", buffer), []any{buffer})
	if err := c.frame.Decode(c.bytes); err != nil {
		c.dispatch(state.Tell{Sentence: err.Error()})
		return
	}
	c.dispatch(state.Arrived{Frame: &c.frame})
}
