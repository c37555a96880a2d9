package main

import (
	"syscall/js"
	"time"

	"counterpoint/ui/state"
)

// pause is how long nothing is typed before a text is read.
const pause = 250 * time.Millisecond

// keep carries out the effects of the editor and of what the browser keeps.
func (p *page) keep(e state.Effect) {
	switch e := e.(type) {
	case state.Settle:
		var later js.Func
		later = js.FuncOf(func(js.Value, []js.Value) any {
			later.Release()
			p.store.Dispatch(state.Settled{Typed: e.Typed})
			return nil
		})
		window.Call("setTimeout", later, pause.Milliseconds())
	case state.Keep:
		r := e.Run
		helper("keep", object("key", r.Key, "step", r.Step, "kernel", r.Kernel, "table", r.Table, "verdict", r.Verdict, "data", toBytes(r.Data)), once(func(a []js.Value) {
			if why := a[0].String(); why != "" {
				p.store.Dispatch(state.Unkept{Reason: why})
				return
			}
			p.store.Dispatch(state.Stored{})
		}))
	case state.Fetch:
		helper("fetch", e.Key, once(func(a []js.Value) { p.store.Dispatch(state.Fetched{Gen: e.Gen, Run: kept(a[0])}) }))
	case state.Reload:
		helper("reload", e.Fragment)
	case state.Forget:
		helper("forget", e.Key)
	default:
		panic("page: unknown effect")
	}
}

// kept reads a record of the browser's storage; nil if there is none or another version of the page wrote it.
func kept(r js.Value) *state.Kept {
	if !r.Truthy() {
		return nil
	}
	for name, kind := range map[string]js.Type{"key": js.TypeString, "step": js.TypeNumber, "kernel": js.TypeString, "table": js.TypeString, "verdict": js.TypeString, "data": js.TypeObject} {
		if r.Get(name).Type() != kind {
			return nil
		}
	}
	if !r.Get("data").InstanceOf(window.Get("Uint8Array")) {
		return nil
	}
	return &state.Kept{
		Key: r.Get("key").String(), Step: r.Get("step").Int(), Kernel: r.Get("kernel").String(), Table: r.Get("table").String(),
		Verdict: r.Get("verdict").String(), Data: fromBytes(r.Get("data")),
	}
}

// once makes a callback that is called one time.
func once(f func(a []js.Value)) js.Func {
	var c js.Func
	c = js.FuncOf(func(_ js.Value, a []js.Value) any {
		c.Release()
		f(a)
		return nil
	})
	return c
}

// leave has the run kept when the page is hidden, since it may not be seen again.
func (p *page) leave() {
	hidden := js.FuncOf(func(js.Value, []js.Value) any {
		if window.Get("document").Get("visibilityState").String() == "hidden" {
			p.store.Dispatch(state.Hidden{})
		}
		return nil
	})
	window.Get("document").Call("addEventListener", "visibilitychange", hidden)
	window.Call("addEventListener", "pagehide", js.FuncOf(func(js.Value, []js.Value) any {
		p.store.Dispatch(state.Hidden{})
		return nil
	}))
}
