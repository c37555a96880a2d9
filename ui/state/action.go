package state

import "counterpoint/solver/experiment"

// Action is one thing that happened. The types below are all there are.
type Action interface{ action() }

// What the worker did.
type (
	// Said is a message of the worker.
	Said struct{ Reply experiment.Reply }
	// Arrived is a frame of the worker. The receiver owns it until Dispatch returns.
	Arrived struct{ Frame *experiment.Frame }
	// Crashed says that the worker is gone.
	Crashed struct{ Message string }
)

// What the user did.
type (
	// Toggle starts training or pauses it.
	Toggle struct{}
	// StepOnce takes one step.
	StepOnce struct{}
	// Reset starts the run of the Spec anew.
	Reset struct{}
	// Open takes a link's fragment, without #.
	Open struct{ Fragment string }
	// Choose opens a problem of the catalogue with its own defaults.
	Choose struct{ Problem string }
	// Change gives a setting a new value, as text. A wrong one becomes a note.
	Change struct{ Setting, Text string }
	// Move gives a constant of the problem a new value, while training goes on.
	Move struct {
		Name  string
		Value float64
	}
	// Show changes how things are drawn.
	Show struct{ Display Display }
	// Look changes which field and slice is drawn.
	Look struct{ View experiment.View }
	// PinAt pins the probe; nil takes it away.
	PinAt struct{ At []float64 }
	// Share asks for the link.
	Share struct{}
	// ShareOut has so many web workers share each step.
	ShareOut struct{ Threads int }
	// CopyBench puts the benchmark on the clipboard.
	CopyBench struct{}
	// SaveTable and SavePicture ask for files.
	SaveTable struct{}
	// SavePicture asks for the stage as PNG, or for one of its Panels by name.
	SavePicture struct{ Panel string }
	// Tell shows a sentence in the status line.
	Tell struct{ Sentence string }
	// Edit opens the editor, or closes it.
	Edit struct{ Open bool }
	// Write gives the editor's text as it is being typed.
	Write struct{ Text string }
	// Replace gives the editor another text.
	Replace struct{ Text string }
	// Settled says that typing paused after so many changes.
	Settled struct{ Typed int }
	// TrainText opens the editor's text as a run and trains it.
	TrainText struct{}
	// SaveRun asks for the run as a file, OpenFile goes on with one.
	SaveRun struct{}
	// OpenFile takes a file that the visitor chose.
	OpenFile struct{ File Opened }
)

// What the browser did.
type (
	// Fetched is what the browser's storage holds of the run of that generation; nil: nothing.
	Fetched struct {
		Gen int
		Run *Kept
	}
	// Unkept says why the browser's storage did not take a run.
	Unkept struct{ Reason string }
	// Hidden says that the page may be about to end.
	Hidden struct{}
)

func (Said) action()        {}
func (Arrived) action()     {}
func (Crashed) action()     {}
func (Toggle) action()      {}
func (StepOnce) action()    {}
func (Reset) action()       {}
func (Open) action()        {}
func (Choose) action()      {}
func (Change) action()      {}
func (Move) action()        {}
func (Show) action()        {}
func (Look) action()        {}
func (PinAt) action()       {}
func (Share) action()       {}
func (ShareOut) action()    {}
func (CopyBench) action()   {}
func (SaveTable) action()   {}
func (SavePicture) action() {}
func (Tell) action()        {}
func (ApplyRemedy) action() {}
func (Edit) action()        {}
func (Write) action()       {}
func (Replace) action()     {}
func (Settled) action()     {}
func (TrainText) action()   {}
func (SaveRun) action()     {}
func (OpenFile) action()    {}
func (Fetched) action()     {}
func (Unkept) action()      {}
func (Hidden) action()      {}

// Effect is one thing to be done outside the store.
type Effect interface{ effect() }

// The effects.
type (
	// Send gives the worker a request.
	Send struct{ Request experiment.Request }
	// Restart ends the worker, if it still lives, and starts another; a Plain one does without the SIMD kernels.
	Restart struct{ Plain bool }
	// Address replaces the page's fragment.
	Address struct{ Fragment string }
	// Draw shows a frame of the present generation. The receiver copies what it keeps.
	Draw struct{ Frame *experiment.Frame }
	// Clear forgets what is drawn: another run is being loaded.
	Clear struct{}
	// Restyle applies the Display.
	Restyle struct{}
	// CopyLink puts the page's address on the clipboard.
	CopyLink struct{}
	// CopyText puts a text on the clipboard.
	CopyText struct{ Text string }
	// Download offers a file.
	Download struct{ File experiment.File }
	// Picture saves the stage as PNG, or the panel of that name.
	Picture struct{ Panel string }
	// Settle is to be answered by Settled with the same number when a pause in typing has passed.
	Settle struct{ Typed int }
	// Keep puts a run into the browser's storage; what fails is said by Unkept.
	Keep struct{ Run Kept }
	// Fetch is to be answered by Fetched of the same generation.
	Fetch struct {
		Gen int
		Key string
	}
	// Forget takes a run out of the browser's storage.
	Forget struct{ Key string }
)

func (Send) effect()     {}
func (Restart) effect()  {}
func (Address) effect()  {}
func (Draw) effect()     {}
func (Clear) effect()    {}
func (Restyle) effect()  {}
func (CopyLink) effect() {}
func (CopyText) effect() {}
func (Download) effect() {}
func (Picture) effect()  {}
func (Settle) effect()   {}
func (Keep) effect()     {}
func (Fetch) effect()    {}
func (Forget) effect()   {}
