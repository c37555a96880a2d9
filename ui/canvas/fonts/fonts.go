// Package fonts holds the typefaces of the stage: the Go fonts of Bigelow & Holmes (golang.org/x/image/font/gofont, v0.47.0) without the
// instructions for hinting, which nothing here reads, and without characters that the stage does not need: Latin, Greek, Cyrillic,
// punctuation, mathematics and simple shapes stay. Together they take 53 KB in brotli instead of 122. LICENSE is the fonts' own.
//
// They were made by fonttools 4.68.0, from Go-Regular.ttf and Go-Mono.ttf:
//
//	pyftsubset Go-Regular.ttf --unicodes=U+0020-007E,U+00A0-017F,U+0370-04FF,U+2000-22FF,U+25A0-25FF --no-hinting \
//	    --layout-features= --drop-tables+=kern --output-file=regular.ttf
package fonts

import _ "embed"

// Regular is Go Regular, a TrueType font. Not to be written to.
//
//go:embed regular.ttf
var Regular []byte

// Mono is Go Mono, a TrueType font. Not to be written to.
//
//go:embed mono.ttf
var Mono []byte
