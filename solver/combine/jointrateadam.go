package combine

// JointRateAdam is JointRate in the metric in which Adam steps: Q_ij = g_i' diag(1/(sqrt(v)+eps)) g_j, v Adam's second moment, in
// place of g_i . g_j, norms included. Ours.
var JointRateAdam = registerWeights(WeightsEntry{
	Name: "jointrate-adam", Doc: "jointrate with norms and angles in Adam's metric", Source: "ours", Needs: Needs{Metric: true},
	New: func(k int, _ uint64) Weights { return newJointRate(k, "jointrate-adam", true) },
})
