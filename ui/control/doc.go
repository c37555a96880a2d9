// Package control holds the page's controls, built with vecty. A component shows a part of the Store's State and dispatches actions;
// it keeps nothing of its own but the text that is being typed.
//
// Traps of vecty v0.6.0 that the code steps round: properties that are removed are deleted, which does nothing for disabled,
// selected, checked or value, so they are always set; properties go in before attributes and children, so a range needs its value
// again once it is mounted, and a select is steered by its options; returning an element kept from an earlier render panics.
package control
