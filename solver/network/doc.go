// Package network holds the multilayer perceptron: its parameters in named blocks of one vector, and the sweeps that carry a
// block of collocation points through it, forward with all its jet channels and back once per loss.
package network
