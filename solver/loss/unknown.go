package loss

import (
	"math"

	"counterpoint/solver/problem"
)

// Start returns the parameters that stand for the unknown scalars' starting values: a positive unknown is trained as its logarithm.
func Start(unknowns []problem.Unknown) []float64 {
	var out []float64
	for _, u := range unknowns {
		v := u.Start
		if u.Positive {
			v = math.Log(v)
		}
		out = append(out, v)
	}
	return out
}

// Value returns the unknown's value at parameter t.
func Value(u problem.Unknown, t float64) float64 {
	if u.Positive {
		return math.Exp(t)
	}
	return t
}

// readUnknowns brings values and chain factors up to the present parameters.
func (l *Losses[T]) readUnknowns() {
	for i, u := range l.p.Unknowns {
		v := T(Value(u, float64(l.theta[i])))
		l.unknowns[i], l.chain[i] = v, 1
		if u.Positive {
			l.chain[i] = v
		}
	}
}
