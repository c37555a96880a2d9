package loss

// Traces writes, for each loss, the mean diagonal of its block of the neural tangent kernel, mean_i |grad r_i|^2 over its residual rows,
// into dst: one reverse sweep with random signs s gives |sum_i s_i grad r_i|^2, whose expectation is the trace (Hutchinson 1990).
// round selects the signs. It leaves losses and gradients of the last Evaluate as they are.
func (l *Losses[T]) Traces(round uint64, dst []float64) {
	l.signs = round
	l.readUnknowns()
	l.team.run(Shards, l.shardJob)
	l.signs = 0
	rows := make([]float64, len(dst))
	for _, g := range l.groups {
		for _, t := range g.terms {
			rows[t.loss] += float64(g.points * len(t.factor))
		}
	}
	total := make([]T, l.netParams)
	for k := range dst {
		clear(total)
		for _, s := range l.shards {
			if !s.reaches[k] {
				continue
			}
			for i, v := range s.grad[k][:l.netParams] {
				total[i] += v
			}
		}
		dst[k] = l.set.Inner(total, total) / rows[k]
	}
}

// sign returns 1 or -1 as a function of its arguments alone (SplitMix64's finaliser).
func sign(round uint64, group, root, point int) float64 {
	x := scramble(round*0x9e3779b97f4a7c15 ^ uint64(group)<<52 ^ uint64(root)<<44 ^ uint64(point))
	if x&1 == 0 {
		return 1
	}
	return -1
}
