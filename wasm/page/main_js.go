package main

import (
	"math"
	"strings"
	"syscall/js"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hexops/vecty"

	"counterpoint/ui/canvas"
	"counterpoint/ui/control"
	"counterpoint/ui/state"
)

// page ties the parts together: it performs the store's effects.
type page struct {
	store  *state.Store
	stage  *canvas.Stage
	client *client
	lanes  [2]*client // the workers of a race
	host   *host
	hash   string // the fragment as this page last wrote or read it
}

func main() {
	mark("main")
	p := &page{store: state.NewStore()}
	p.stage = canvas.New(p.store)
	greeted := make(chan struct{})
	p.client = &client{dispatch: p.store.Dispatch, greeted: greeted}
	for i := range p.lanes {
		p.lanes[i] = &client{dispatch: func(a state.Action) { p.store.Dispatch(state.OfLane{Lane: i, Action: a}) }}
	}
	p.store.Perform = p.perform
	p.follow()
	p.store.Dispatch(state.Open{Fragment: p.hash})
	p.render()
	p.client.start(false)
	window.Set("lab", js.FuncOf(func(js.Value, []js.Value) any { return p.report() }))
	select { // controls before the picture: making the stage takes longer than a frame, and has nothing to show before
	case <-greeted:
	case <-time.After(patience):
	}
	if err := p.build(); err != nil {
		fail(err)
	}
	p.bring()
	ebiten.SetTPS(ebiten.SyncWithFPS)
	ebiten.SetFPSMode(ebiten.FPSModeVsyncOffMinimum) // frames only when the stage asks for one
	ebiten.SetScreenClearedEveryFrame(false)
	if err := ebiten.RunGameWithOptions(p.stage, &ebiten.RunGameOptions{InitUnfocused: true, ScreenTransparent: true}); err != nil {
		p.store.Dispatch(state.Tell{Sentence: "Drawing stopped: " + err.Error() + ". Training goes on; reload to see it again."})
	}
	select {}
}

// patience is how long the stage waits for the solver: it can be made meanwhile if that is late.
const patience = 1500 * time.Millisecond

// render puts the controls into the page.
func (p *page) render() {
	for _, part := range []struct {
		at string
		c  vecty.Component
	}{
		{"#app", &control.Panel{Store: p.store}}, {"#nav", &control.Nav{Store: p.store}}, {"#toast", &control.Toast{Store: p.store}},
		{"#lesson", &control.Lesson{Store: p.store}}, {"#atlas", &control.Atlas{Store: p.store}}, {"#own", &control.Own{Store: p.store}},
	} {
		if err := vecty.RenderInto(part.at, part.c); err != nil {
			fail(err)
		}
	}
	mark("panel")
}

// mark notes in the browser's record of the visit when something happened.
func mark(name string) { window.Get("performance").Call("mark", name) }

// fail says in the page what went wrong before there are controls, and ends the program.
func fail(err error) {
	helper("say", "Could not start: "+err.Error())
	panic(err)
}

// build makes the stage and puts it into the page.
func (p *page) build() (err error) {
	if err = p.stage.Prepare(); err != nil {
		return err
	}
	el := window.Get("document").Call("getElementById", "stage")
	p.host = &host{el: el, pointer: p.stage.Pointer, wake: ebiten.ScheduleFrame, lost: func() {
		p.stage.Lost = true
		p.host.canvas.Get("style").Set("visibility", "hidden") // browsers show a broken picture
		p.store.Dispatch(state.Blinded{})
	}}
	p.stage.Density = p.host.density
	p.stage.Capture = func(rgba []byte, w, h int) { downloadPicture(p.store.Spec.Problem+".png", rgba, w, h) }
	p.stage.Resize = func(height float64) {
		if height == 0 {
			el.Get("style").Call("removeProperty", "height")
			return
		}
		el.Get("style").Set("height", js.Global().Get("String").Invoke(height).String()+"px")
	}
	p.stage.Loaded = func() { mark("first-field") }
	p.arrows(el)
	return p.host.embed()
}

// arrows has the arrow keys turn what the stage shows turnable, while the stage has the focus.
func (p *page) arrows(el js.Value) {
	el.Call("setAttribute", "tabindex", "0")
	el.Call("addEventListener", "keydown", js.FuncOf(func(_ js.Value, a []js.Value) any {
		step := map[string][2]float64{"ArrowLeft": {-1, 0}, "ArrowRight": {1, 0}, "ArrowUp": {0, 1}, "ArrowDown": {0, -1}}[a[0].Get("key").String()]
		if step != [2]float64{} {
			a[0].Call("preventDefault")
			p.stage.Turn(step[0], step[1])
			return nil
		}
		p.key(a[0])
		return nil
	}), true) // before the host's shield, which lets no key pass
}

// follow connects the page to what happens around it: theme, motion, address, keys.
func (p *page) follow() {
	const dark, still = "(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"
	d := p.store.Display
	d.Dark, d.Still = prefers(dark), prefers(still)
	if t := recall("theme"); t != "" {
		d.Dark = t == "dark"
	}
	p.store.Dispatch(state.Show{Display: d})
	onChange(dark, func() {
		if d := p.store.Display; recall("theme") == "" {
			d.Dark = prefers(dark)
			p.store.Dispatch(state.Show{Display: d})
		}
	})
	onChange(still, func() {
		d := p.store.Display
		d.Still = prefers(still)
		p.store.Dispatch(state.Show{Display: d})
	})
	p.leave()
	p.hash = fragment()
	window.Call("addEventListener", "hashchange", js.FuncOf(func(js.Value, []js.Value) any {
		if f := fragment(); f != p.hash {
			p.hash = f
			p.store.Dispatch(state.Open{Fragment: f})
		}
		return nil
	}))
	window.Get("document").Call("addEventListener", "keydown", js.FuncOf(func(_ js.Value, a []js.Value) any {
		p.key(a[0])
		return nil
	}))
}

// key: Space runs and pauses, S takes a step, R starts anew; not while something is typed or a control would use the key itself.
func (p *page) key(e js.Value) {
	for _, modifier := range []string{"ctrlKey", "altKey", "metaKey", "repeat", "defaultPrevented"} {
		if e.Get(modifier).Truthy() {
			return
		}
	}
	if p.store.Bench.On || e.Get("target").Call("closest", "input,select,textarea,[contenteditable]").Truthy() {
		return
	}
	if p.store.Tab != state.LabTab {
		return // what the keys act on is not to be seen
	}
	switch e.Get("code").String() {
	case "Space":
		if e.Get("target").Call("closest", "button,a,summary").Truthy() {
			return
		}
		e.Call("preventDefault") // it would scroll
		p.store.Dispatch(state.Toggle{})
	case "KeyS":
		p.store.Dispatch(state.StepOnce{})
	case "KeyR":
		p.store.Dispatch(state.Reset{})
	}
}

// perform carries out what the store asks for.
func (p *page) perform(e state.Effect) {
	switch e := e.(type) {
	case state.Send:
		p.client.send(e.Request)
	case state.Restart:
		p.client.start(e.Plain)
	case state.Address:
		p.hash = e.Fragment
		setFragment(e.Fragment)
	case state.Draw:
		p.stage.Push(e.Frame)
	case state.Clear:
		p.stage.Clear()
	case state.Restyle:
		p.restyle()
	case state.CopyLink:
		helper("copy")
	case state.CopyText:
		helper("copyText", e.Text)
	case state.Download:
		download(e.File)
	case state.Picture:
		if p.stage.Lost {
			p.store.Dispatch(state.Tell{Sentence: "There is no picture while nothing is drawn."})
			return
		}
		p.stage.TakePicture(e.Panel)
	case state.Given:
		p.take(window.Get("File").New([]any{toBytes(e.File.Data)}, e.File.Name))
	case state.SendFile:
		p.client.sendFile(e.Request, e.Handle.(js.Value))
	case state.CopyFrame:
		location := window.Get("location")
		helper("copyText", state.FrameText(location.Get("origin").String()+location.Get("pathname").String()+"#"+e.Fragment, e.Title))
	case state.Clip:
		p.clip(e.Seconds)
	case state.ForLane:
		p.lane(e.Lane, e.Effect)
	default:
		p.keep(e)
	}
}

func (p *page) restyle() {
	theme := "light"
	if p.store.Display.Dark {
		theme = "dark"
	}
	root := window.Get("document").Get("documentElement").Get("dataset")
	if root.Get("theme").String() != theme {
		root.Set("theme", theme)
		if (theme == "dark") != prefers("(prefers-color-scheme: dark)") || recall("theme") != "" {
			remember("theme", theme)
		}
	}
	if root.Get("view").String() != p.store.Tab {
		root.Set("view", p.store.Tab)
	}
	root.Set("hide", strings.Join(p.store.Hide, " "))
	p.stage.Restyle()
}

// report is what window.lab() returns: counters and state for tests.
func (p *page) report() map[string]any {
	s, c := &p.store.State, p.stage.Counts()
	total, kernel := any(nil), ""
	if !math.IsNaN(s.Now.Total) {
		total = s.Now.Total
	}
	if s.Hello != nil {
		kernel = s.Hello.Kernel
	}
	return map[string]any{
		"phase": phases[s.Phase], "problem": s.Spec.Problem, "kernel": kernel,
		"step": s.Now.Step, "rate": s.Now.Rate, "total": total, "rows": s.History.Rows, "generation": s.Generation(), "dropped": s.Dropped(),
		"frames": c.Frames, "grids": c.Grids, "draws": c.Draws, "drawn": c.Drawn, "hover": c.Hover, "angle": c.Angle, "helpers": s.Helpers, "pinned": s.Pin != nil, "notes": len(s.Notes),
		"points": len(s.Points), "spin": s.Display.Spin, "profiled": s.Profile.Step,
		"view": s.Tab, "race": p.race(), "own": p.own(),
	}
}
