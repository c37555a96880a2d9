// Package state is the page's memory: what the worker said, what the user asked, what the link holds. Actions go in through
// Store.Dispatch, which alone writes the State; what must happen outside comes out as Effects (a request for the worker, a new
// address, a picture to draw). It is pure Go, so every conversation of page and worker can be played natively.
package state
