package expr

import (
	"math"

	"counterpoint/solver/kernel"
)

// Fn is a function of one or two arguments.
type Fn uint8

// The functions. Sign and LessEqual come from derivatives only; they have no name in the language.
const (
	Sin Fn = iota
	Cos
	Tan
	Asin
	Acos
	Atan
	Sinh
	Cosh
	Tanh
	Exp
	Log
	Sqrt
	Abs
	Erf
	Step
	Min
	Max
	Sign
	LessEqual
	fnCount
)

var fns = [fnCount]struct {
	name  string
	arity int
	op    kernel.Op
	f     func(x, y float64) float64
}{
	Sin:       {"sin", 1, kernel.SinV, func(x, _ float64) float64 { return math.Sin(x) }},
	Cos:       {"cos", 1, kernel.CosV, func(x, _ float64) float64 { return math.Cos(x) }},
	Tan:       {"tan", 1, kernel.TanV, func(x, _ float64) float64 { return math.Tan(x) }},
	Asin:      {"asin", 1, kernel.Asin, func(x, _ float64) float64 { return math.Asin(x) }},
	Acos:      {"acos", 1, kernel.Acos, func(x, _ float64) float64 { return math.Acos(x) }},
	Atan:      {"atan", 1, kernel.Atan, func(x, _ float64) float64 { return math.Atan(x) }},
	Sinh:      {"sinh", 1, kernel.Sinh, func(x, _ float64) float64 { return math.Sinh(x) }},
	Cosh:      {"cosh", 1, kernel.Cosh, func(x, _ float64) float64 { return math.Cosh(x) }},
	Tanh:      {"tanh", 1, kernel.TanhV, func(x, _ float64) float64 { return math.Tanh(x) }},
	Exp:       {"exp", 1, kernel.Exp, func(x, _ float64) float64 { return math.Exp(x) }},
	Log:       {"log", 1, kernel.Log, func(x, _ float64) float64 { return math.Log(x) }},
	Sqrt:      {"sqrt", 1, kernel.Sqrt, func(x, _ float64) float64 { return math.Sqrt(x) }},
	Abs:       {"abs", 1, kernel.Abs, func(x, _ float64) float64 { return math.Abs(x) }},
	Erf:       {"erf", 1, kernel.Erf, func(x, _ float64) float64 { return math.Erf(x) }},
	Step:      {"step", 1, kernel.Step, func(x, _ float64) float64 { return step(x) }},
	Min:       {"min", 2, kernel.Min, func(x, y float64) float64 { return min(x, y) }},
	Max:       {"max", 2, kernel.Max, func(x, y float64) float64 { return max(x, y) }},
	Sign:      {"", 1, kernel.Sign, func(x, _ float64) float64 { return sign(x) }},
	LessEqual: {"", 2, kernel.LE, lessEqual},
}

// FindFn returns the function of that name in the language.
func FindFn(name string) (Fn, bool) {
	for f := range fns {
		if name != "" && fns[f].name == name {
			return Fn(f), true
		}
	}
	return 0, false
}

// FnNames lists the functions of the language.
func FnNames() []string {
	var out []string
	for f := range fns {
		if fns[f].name != "" {
			out = append(out, fns[f].name)
		}
	}
	return out
}

// Arity is the number of arguments, 1 or 2.
func (f Fn) Arity() int { return fns[f].arity }

// Name is the function's name in the language, empty if it has none.
func (f Fn) Name() string { return fns[f].name }

func (f Fn) eval(x, y float64) float64 { return fns[f].f(x, y) }

func step(x float64) float64 {
	switch {
	case x >= 0:
		return 1
	case x < 0:
		return 0
	}
	return x
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return x // 0, or NaN
}

func lessEqual(x, y float64) float64 {
	switch {
	case x <= y:
		return 1
	case x > y:
		return 0
	}
	return math.NaN()
}
