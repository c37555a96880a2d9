// Package plot turns numbers into marks and marks into triangles and words, without a graphics library: scales, ticks, charts,
// the axes of a field, the embedding of K gradients in three dimensions, and where each card lies on the stage. All lengths are
// device pixels, y downwards, unless a name says otherwise. Nothing here keeps state between calls but what the caller hands in,
// so every picture can be tested natively as data.
package plot
