package main

import "counterpoint/ui/state"

// lane carries out an effect on a lane of a race.
func (p *page) lane(i int, e state.Effect) {
	switch e := e.(type) {
	case state.Send:
		p.lanes[i].send(e.Request)
	case state.Restart:
		p.lanes[i].start(e.Plain)
	case state.Stop:
		p.lanes[i].stop()
		p.stage.ClearLane(i)
	case state.Draw:
		p.stage.PushLane(i, e.Frame)
	case state.Clear:
		p.stage.ClearLane(i)
	default:
		panic("page: unknown effect on a lane")
	}
}

// race is the part of window.lab() about a race, null without one.
func (p *page) race() any {
	r := &p.store.Race
	if r.Lanes[0] == nil || r.Lanes[1] == nil {
		return nil
	}
	lanes := []any{}
	for i, l := range r.Lanes {
		lanes = append(lanes, map[string]any{
			"arm": r.Arms[i], "phase": phases[l.Phase], "step": l.Now.Step, "seconds": l.Now.Seconds, "generation": l.Generation(), "grids": p.stage.LaneGrids(i),
		})
	}
	return map[string]any{"running": r.Running, "over": p.store.Standing().Over, "leader": p.store.Standing().Leader, "lanes": lanes}
}

// phases names the phases for tests.
var phases = []string{"starting", "loading", "ready", "training", "done", "failed"}
