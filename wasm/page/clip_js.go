package main

import (
	"syscall/js"

	"counterpoint/ui/state"
)

// clip films the stage and offers the film, if the browser can.
func (p *page) clip(seconds int) {
	helper("clip", p.host.canvas, seconds, once(func(a []js.Value) {
		if !a[0].Truthy() {
			p.store.Dispatch(state.Tell{Sentence: "This browser cannot record the stage: " + a[1].String() + "."})
			return
		}
		name := p.store.Spec.Problem + ".webm"
		if a[0].Get("type").String() == "video/mp4" {
			name = p.store.Spec.Problem + ".mp4"
		}
		downloadBlob(name, a[0])
		p.store.Dispatch(state.Tell{Sentence: "The film is saved as " + name + "."})
	}))
	p.stage.Restyle() // a film needs a picture to begin with
}
