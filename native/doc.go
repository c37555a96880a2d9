// Command native is counterpoint in the terminal. It is built with the tag native:
//
//	go run -tags native ./native solve burgers --steps 3000 --finish lbfgs
//
// What a command finds goes to stdout, what it is doing to stderr. It exits with 0 if all went well, with 1 if something failed while
// it ran (a run diverged, or was stopped without --out; a file could not be written), with 2 if it was asked for something that cannot
// be: a wrong flag, an unknown problem, a problem file with an error. A run with --out that was stopped exits with 75: the same
// command takes it up again.
package main
