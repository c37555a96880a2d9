package main

import (
	"strings"
	"syscall/js"

	"counterpoint/solver/experiment"
)

var window = js.Global()

// fragment returns the page's fragment without #.
func fragment() string {
	return strings.TrimPrefix(window.Get("location").Get("hash").String(), "#")
}

// setFragment replaces the fragment without a new entry in the history.
func setFragment(f string) {
	l := window.Get("location")
	u := l.Get("pathname").String() + l.Get("search").String() + "#" + f
	window.Get("history").Call("replaceState", js.Null(), "", u)
}

// prefers reports whether a media feature of the visitor holds.
func prefers(query string) bool { return window.Call("matchMedia", query).Get("matches").Bool() }

// onChange calls f when a media feature changes.
func onChange(query string, f func()) {
	window.Call("matchMedia", query).Call("addEventListener", "change", js.FuncOf(func(js.Value, []js.Value) any { f(); return nil }))
}

// storage reads a value kept from an earlier visit, "" if there is none or the browser keeps none.
func storage(key string) (value string) {
	v := window.Get("labStorage").Call("get", key)
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

func store(key, value string) { window.Get("labStorage").Call("set", key, value) }

// copyAddress puts the page's address on the clipboard where the browser lets it.
func copyAddress() {
	if board := window.Get("navigator").Get("clipboard"); board.Truthy() {
		board.Call("writeText", window.Get("location").Get("href"))
	}
}

// download offers a file.
func download(f experiment.File) {
	bytes := window.Get("Uint8Array").New(len(f.Data))
	js.CopyBytesToJS(bytes, f.Data)
	downloadBlob(f.Name, window.Get("Blob").New([]any{bytes}, object("type", f.Mime)))
}

func downloadBlob(name string, blob js.Value) {
	url := window.Get("URL").Call("createObjectURL", blob)
	a := window.Get("document").Call("createElement", "a")
	a.Set("href", url)
	a.Set("download", name)
	a.Call("click")
	var later js.Func
	later = js.FuncOf(func(js.Value, []js.Value) any {
		window.Get("URL").Call("revokeObjectURL", url)
		later.Release()
		return nil
	})
	window.Call("setTimeout", later, 10000)
}

// downloadPicture offers RGBA pixels as PNG, by the browser's own encoder.
func downloadPicture(name string, rgba []byte, w, h int) {
	bytes := window.Get("Uint8ClampedArray").New(len(rgba))
	js.CopyBytesToJS(bytes, rgba)
	c := window.Get("OffscreenCanvas").New(w, h)
	c.Call("getContext", "2d").Call("putImageData", window.Get("ImageData").New(bytes, w, h), 0, 0)
	var done js.Func
	done = js.FuncOf(func(_ js.Value, a []js.Value) any {
		downloadBlob(name, a[0])
		done.Release()
		return nil
	})
	c.Call("convertToBlob", object("type", "image/png")).Call("then", done)
}
