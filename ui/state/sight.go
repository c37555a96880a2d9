package state

// Sight is what became of the drawing. A browser takes the graphics context away at times, and only a page that is loaded again gets
// another.
type Sight struct {
	Lost  bool
	asked bool // Redraw was pressed: the page is to be loaded again once the run is kept
}

// Blinded says that the graphics context is gone.
type Blinded struct{}

// Redraw asks for a page that draws again and goes on with the run.
type Redraw struct{}

// Stored says that the browser's storage took a run.
type Stored struct{}

// Reload loads the page again with another fragment.
type Reload struct{ Fragment string }

func (Blinded) action() {}
func (Redraw) action()  {}
func (Stored) action()  {}
func (Reload) effect()  {}

// Returns reports whether a page that is loaded again goes on with the run, or would begin it anew because the browser does not hold it.
func (s *State) Returns() bool {
	return s.Now.Step == 0 || !s.keeper.refused && s.Info != nil && s.Info.Params <= keepMost
}

// blinded keeps the run, which trains on unseen.
func (s *State) blinded() []Effect {
	s.Sight.Lost = true
	return s.keep()
}

// Blindness says what happened and what Redraw will do.
func (s *State) Blindness() string {
	const happened = "The browser took the graphics away, so nothing is drawn. Training goes on. "
	switch {
	case s.Sight.asked:
		return happened + "Keeping the run."
	case s.Returns():
		return happened + "Redraw loads the page again and goes on with the run from where it is."
	}
	return happened + "This browser does not hold the run: save it as a file, load the page again and open the file there."
}

// redraw loads the page again, or, where that would lose the run, gives the visitor the run as a file. Pressed
// again it does not wait for the run to be kept.
func (s *State) redraw() []Effect {
	if !s.Sight.Lost {
		return nil
	}
	if !s.Returns() {
		return s.save()
	}
	if s.Sight.asked { // pressed again: it takes too long
		s.keeper.asked, s.keeper.storing = 0, false
		return nil
	}
	s.Sight.asked = true
	return s.keep()
}

// reload loads the page again as soon as the run that Redraw is about is in the browser's storage. Training that is under way goes on.
func (s *State) reload() []Effect {
	if !s.Sight.asked || s.keeper.asked != 0 || s.keeper.storing {
		return nil
	}
	s.Sight.asked = false
	if !s.Returns() {
		return nil
	}
	fragment := s.Fragment()
	if s.Phase == Training || s.wantRun || s.Race.Running {
		fragment += "&run=1"
	}
	return []Effect{Reload{fragment}}
}
