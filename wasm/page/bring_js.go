package main

import (
	"strings"
	"syscall/js"

	"counterpoint/ui/state"
)

// bring listens for files that are dropped on the page and for traces that are pasted. A file never is read here: the worker gets its
// handle.
func (p *page) bring() {
	document := window.Get("document")
	on := func(name string, f func(e js.Value)) {
		document.Call("addEventListener", name, js.FuncOf(func(_ js.Value, a []js.Value) any {
			f(a[0])
			return nil
		}), true) // before the host's shield, which lets nothing pass that happens on the stage
	}
	on("dragover", func(e js.Value) {
		e.Call("preventDefault") // or the browser would leave the page for the file
		document.Get("documentElement").Get("dataset").Set("drag", "1")
	})
	on("dragleave", func(e js.Value) {
		if !e.Get("relatedTarget").Truthy() {
			document.Get("documentElement").Call("removeAttribute", "data-drag")
		}
	})
	on("drop", func(e js.Value) {
		e.Call("preventDefault")
		document.Get("documentElement").Call("removeAttribute", "data-drag")
		if files := e.Get("dataTransfer").Get("files"); files.Length() > 0 {
			p.take(files.Index(0))
		}
	})
	on("paste", func(e js.Value) {
		if e.Get("target").Get("closest").Truthy() && e.Get("target").Call("closest", "input,textarea,[contenteditable]").Truthy() {
			return
		}
		data := e.Get("clipboardData")
		if files := data.Get("files"); files.Length() > 0 {
			p.take(files.Index(0))
			return
		}
		text := data.Call("getData", "text").String()
		if head := strings.TrimSpace(text[:min(len(text), 200)]); strings.HasPrefix(head, "{") || strings.HasPrefix(head, "step,") || p.store.Tab == state.OwnTab && head != "" {
			e.Call("preventDefault")
			p.take(window.Get("File").New([]any{text}, "pasted text"))
		}
	})
}

// take opens a file by what its name says it is: a saved run, a problem's text, or else a trace.
func (p *page) take(file js.Value) {
	name := file.Get("name").String()
	if strings.HasSuffix(name, ".pde") || strings.HasSuffix(name, ".safetensors") {
		helper("read", object("files", []any{file}), once(func(a []js.Value) {
			if why := a[2].String(); why != "" {
				p.store.Dispatch(state.Tell{Sentence: name + " could not be read: " + why})
				return
			}
			p.store.Dispatch(state.OpenTab{Tab: state.LabTab})
			p.store.Dispatch(state.OpenFile{File: state.Opened{Name: name, Data: fromBytes(a[1])}})
		}))
		return
	}
	p.store.Dispatch(state.Bring{Name: name, Size: int64(file.Get("size").Float()), Handle: file})
}

// own is the part of window.lab() about the run that was brought, null without one.
func (p *page) own() any {
	o := &p.store.Own
	if o.Trace == nil {
		return nil
	}
	return map[string]any{"name": o.Name, "rows": o.Trace.Rows, "shown": len(o.Trace.Step), "row": o.Row, "step": o.Snapshot().Step, "regime": o.Verdict.Regime, "reading": o.Reading}
}
