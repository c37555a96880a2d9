// Package canvas draws the stage with ebiten: field maps through a shader, everything else as the triangles and words of package
// plot. It draws a card only when what the card shows has changed, and nothing at all while nothing changes. Where the canvas
// lies in the page is the business of its host.
package canvas
