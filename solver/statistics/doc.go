// Package statistics compares arms over seeds: quantiles, ratios, the chance that one arm beats another with its interval, and the
// signed-rank test. Runs are paired: entry i of two slices is the same problem, network and points. A run that diverged has the
// error +Inf: it loses against every run that did not, and ties with one that did.
package statistics
