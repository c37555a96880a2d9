// Package timing measures how long a training step takes and what part of the machine's limit that is, in the terminal and in the
// browser alike.
package timing
