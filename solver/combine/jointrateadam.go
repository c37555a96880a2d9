package combine

// JointRateAdam is JointRate in the metric in which Adam steps: Q_ij = g_i' diag(1/(sqrt(v)+eps)) g_j, v Adam's second moment, in
// place of g_i . g_j, norms included. Before Adam's first step there is no metric: that step is weighed by its g_i . g_j, which the
// average does not keep. Ours.
var JointRateAdam = registerWeights(WeightsEntry{
	Name: "jointrate-adam", Doc: "jointrate with norms and angles in Adam's metric", Source: "ours", Needs: Needs{Metric: true},
	New: func(k int, _ Setup) Weights { return newJointRate(k, "jointrate-adam", true) },
})
