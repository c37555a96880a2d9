// Package problem turns the residual language into problems: coordinates, fields, constants, losses as expressions on regions, exact
// solutions and run defaults. The catalogue is text in that language, embedded from catalogue/*.pde. The language is described in
// docs/language.md.
package problem
