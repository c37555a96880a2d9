// Package diagnosis says from a profile, the trace of a run's Gram matrices, which regime the run is in and what to do: nothing,
// reweight, or change the parameter space. It knows no networks and no problems, so that a trace from any framework gets the
// same verdict.
package diagnosis
