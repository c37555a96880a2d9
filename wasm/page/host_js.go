package main

import (
	"errors"
	"strconv"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"

	"counterpoint/ui/canvas"
)

// host puts ebiten's canvas into an element of the page. ebiten has no public way to do so (its issues 1143, 3016 and 3017), so
// everything that rests on its inside (v2.9.9, internal/ui/ui_js.go) is in this file, and the end-to-end tests hold it to it.
type host struct {
	el, canvas js.Value
	pointer    *canvas.Pointer
	wake       func()  // the pointer moved or the size changed
	lost       func()  // the graphics context is gone
	dense      float64 // the density that ebiten's canvas has, 0 before it has one
	resized    js.Func // tells ebiten to ask for the size again
}

// embed moves the canvas that ebiten appended to the body while its package was initialised into el, has ebiten take el's size
// for the window's (it reads the body's clientWidth and clientHeight every frame), and undoes what it did to the page: styles of
// the body, focus, captured wheel and keys, a reload when the graphics context is lost. To be called before ebiten.RunGame.
func (h *host) embed() error {
	document := js.Global().Get("document")
	body := document.Get("body")
	h.canvas = document.Call("querySelector", "body > canvas")
	if !h.canvas.Truthy() {
		return errors.New("page: ebiten's canvas is not in the body")
	}
	h.el.Call("appendChild", h.canvas)
	h.plainContext()
	for _, name := range []string{"clientWidth", "clientHeight"} {
		d := object("configurable", true, "get", js.FuncOf(func(js.Value, []js.Value) any {
			return h.el.Get(name).Float()*density()/ebiten.Monitor().DeviceScaleFactor() + whole
		}))
		js.Global().Get("Object").Call("defineProperty", body, name, d)
	}
	for _, e := range []js.Value{body, document.Get("documentElement")} {
		for _, p := range []string{"height", "margin", "padding", "background-color"} {
			e.Get("style").Call("removeProperty", p)
		}
	}
	h.canvas.Call("setAttribute", "tabindex", "-1")
	h.canvas.Call("setAttribute", "aria-hidden", "true")
	h.canvas.Get("style").Set("touchAction", "pan-y") // vertical swipes scroll the page, the rest is ours
	h.shield()
	h.follow()
	return nil
}

// whole keeps ebiten, which cuts off fractions, from losing a pixel to rounding.
const whole = 1e-6

// density is how many pixels of the device are one of the page. ebiten asks once and keeps the answer, so that its canvas would be blurred
// by zoom and on another screen: the size that it is told makes up for that.
func density() float64 { return js.Global().Get("devicePixelRatio").Float() }

// plainContext asks for a graphics context without multisampling and depth: only a full-screen quad is drawn on the canvas
// itself, so that they buy nothing, and 4 x multisampling costs two thirds of the frame rate where the GPU is software.
func (h *host) plainContext() {
	get := h.canvas.Get("getContext")
	h.canvas.Set("getContext", js.FuncOf(func(_ js.Value, a []js.Value) any {
		if len(a) < 2 {
			return get.Call("call", h.canvas, a[0])
		}
		a[1].Set("antialias", false)
		a[1].Set("depth", false)
		a[1].Set("powerPreference", "high-performance")
		return get.Call("call", h.canvas, a[0], a[1])
	}))
}

// shield keeps events from ebiten's listeners, which prevent their defaults: scrolling, Tab, the context menu.
func (h *host) shield() {
	stop := js.FuncOf(func(_ js.Value, a []js.Value) any { a[0].Call("stopPropagation"); return nil })
	for _, t := range []string{
		"wheel", "keydown", "keyup", "contextmenu", "dragover", "drop", "mousedown", "mouseup", "mousemove", "touchstart", "touchmove", "touchend",
	} {
		h.el.Call("addEventListener", t, stop, object("capture", true, "passive", true))
	}
	h.el.Call("addEventListener", "webglcontextlost", js.FuncOf(func(_ js.Value, a []js.Value) any {
		a[0].Call("stopPropagation") // ebiten would reload the page and with it end the training
		h.lost()
		return nil
	}), true)
}

// follow tells of the pointer and of changes of size.
func (h *host) follow() {
	for _, t := range []string{"pointermove", "pointerdown", "pointerup", "pointercancel", "pointerleave"} {
		h.el.Call("addEventListener", t, js.FuncOf(func(_ js.Value, a []js.Value) any {
			h.point(t, a[0])
			h.wake()
			return nil
		}))
	}
	h.resized = js.FuncOf(func(js.Value, []js.Value) any {
		h.dense = density()
		js.Global().Call("dispatchEvent", js.Global().Get("Event").New("resize"))
		h.wake()
		return nil
	})
	js.Global().Get("ResizeObserver").New(h.resized).Call("observe", h.el)
	h.watch()
}

// watch has the canvas follow when the density alone changes, as on the way to another screen. A query of the media holds for one density.
func (h *host) watch() {
	query := js.Global().Call("matchMedia", "(resolution: "+strconv.FormatFloat(density(), 'f', -1, 64)+"dppx)")
	query.Call("addEventListener", "change", once(func([]js.Value) {
		h.resized.Invoke()
		h.watch()
	}), object("once", true))
}

// density returns the density. Not every browser tells of each change of it, so that a picture that finds another one has the canvas follow.
func (h *host) density() float64 {
	d := density()
	if h.dense != 0 && d != h.dense {
		h.resized.Invoke()
	}
	return d
}

func (h *host) point(kind string, e js.Value) {
	r, p := h.canvas.Call("getBoundingClientRect"), h.pointer
	p.X, p.Y = e.Get("clientX").Float()-r.Get("left").Float(), e.Get("clientY").Float()-r.Get("top").Float()
	switch kind {
	case "pointerdown":
		p.Down, p.Pressed, p.In = true, true, true
		helper("capture", h.canvas, e.Get("pointerId"))
	case "pointerup", "pointercancel":
		p.Down = false
		p.In = e.Get("pointerType").String() == "mouse"
	case "pointerleave":
		p.In = false
	default:
		p.In = true
	}
}

// object makes a JavaScript object of keys and values.
func object(pairs ...any) js.Value {
	o := js.Global().Get("Object").New()
	for i := 0; i < len(pairs); i += 2 {
		o.Set(pairs[i].(string), pairs[i+1])
	}
	return o
}
