// Command worker is the solver's door in the browser: it runs in a web worker, takes the page's requests, trains, and sends
// frames. Session holds the conversation and is pure Go; main_js.go connects it to the worker's messages.
package main
