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

// setFragment replaces the fragment without a new entry in the history, in a moment: sliders do so often.
func setFragment(f string) { helper("address", f) }

// helper calls one of boot.js's functions, which do not throw.
func helper(name string, args ...any) js.Value { return window.Get("host").Call(name, args...) }

// prefers reports whether a media feature of the visitor holds.
func prefers(query string) bool { return window.Call("matchMedia", query).Get("matches").Bool() }

// onChange calls f when a media feature changes.
func onChange(query string, f func()) {
	window.Call("matchMedia", query).Call("addEventListener", "change", js.FuncOf(func(js.Value, []js.Value) any { f(); return nil }))
}

// recall reads a value kept from an earlier visit, "" if there is none or the browser keeps none.
func recall(key string) string { return helper("recall", key).String() }

func remember(key, value string) { helper("remember", key, value) }

// download offers a file.
func download(f experiment.File) {
	downloadBlob(f.Name, window.Get("Blob").New([]any{toBytes(f.Data)}, object("type", f.Mime)))
}

// toBytes copies bytes into a Uint8Array with a buffer of its own.
func toBytes(b []byte) js.Value {
	a := window.Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(a, b)
	return a
}

// fromBytes copies a Uint8Array.
func fromBytes(a js.Value) []byte {
	b := make([]byte, a.Get("byteLength").Int())
	js.CopyBytesToGo(b, a)
	return b
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
