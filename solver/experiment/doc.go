// Package experiment holds the words that the solver, the page and the terminal share: what is asked (Spec), what is seen
// (Snapshot, Frame), what the catalogue offers (Entry) and what page and worker say to each other (Request, Reply). It has
// no numerics and no syscall/js, so both ends of every conversation can be tested natively.
package experiment
