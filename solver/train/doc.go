// Package train runs a Spec: points, losses, gradients, Gram matrix, weights, optimizer, one Step at a time, and shows what happens as
// Snapshots. A Run holds its parts and does not do their work.
package train
