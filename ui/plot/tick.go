package plot

import (
	"math"
	"strconv"
	"strings"
)

// Step returns the smallest of 1, 2, 5 times a power of ten that divides span into at most n parts. It returns 1 for a span that
// is not positive and finite.
func Step(span float64, n int) float64 {
	if !(span > 0) || math.IsInf(span, 0) {
		return 1
	}
	raw := span / float64(max(n, 1))
	p := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5} {
		if m*p >= raw*(1-1e-9) {
			return m * p
		}
	}
	return 10 * p
}

// Ticks returns the multiples of a nice step in [lo, hi], at most about n+1 of them, and the step.
func Ticks(lo, hi float64, n int) (at []float64, step float64) {
	if !(hi > lo) || math.IsInf(hi-lo, 0) {
		return nil, 1
	}
	step = Step(hi-lo, n)
	slack := 1e-9 * (hi - lo)
	for k := math.Ceil((lo - slack) / step); k*step <= hi+slack; k++ {
		v := k * step
		if math.Abs(v) < step*1e-9 {
			v = 0
		}
		at = append(at, v)
	}
	return at, step
}

// Label writes v with as many decimals as a scale of that step needs, in at most about eight characters, with a real minus sign.
func Label(v, step float64) string {
	switch a := max(math.Abs(v), step); {
	case v == 0:
		return "0"
	case a >= 1e5 || step < 1e-4:
		mantissa, power, _ := strings.Cut(exponent(v, 2), "e")
		return sign(strings.TrimSuffix(strings.TrimRight(mantissa, "0"), ".") + "e" + power)
	}
	d := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	return sign(strconv.FormatFloat(v, 'f', d, 64))
}

// Number writes v to n significant digits for reading: plain between 1e-3 and 1e5, else with an exponent; NaN is a dash.
func Number(v float64, n int) string {
	a := math.Abs(v)
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 0):
		return sign(strconv.FormatFloat(v, 'g', -1, 64))
	case v == 0:
		return "0"
	case a < 1e-3 || a >= 1e5:
		return sign(exponent(v, n-1))
	}
	d := max(0, n-1-int(math.Floor(math.Log10(a))))
	return sign(strconv.FormatFloat(v, 'f', d, 64))
}

// Science writes v as 1.2e-3, with n digits after the point; NaN is a dash.
func Science(v float64, n int) string {
	if math.IsNaN(v) {
		return "–"
	}
	return sign(exponent(v, n))
}

// Count writes a number of steps: 950, 1.2k, 35k, 1.5M.
func Count(x float64) string {
	f := func(x float64, d int, unit string) string {
		s := strconv.FormatFloat(x, 'f', d, 64)
		if d > 0 {
			s = strings.TrimSuffix(s, ".0")
		}
		return s + unit
	}
	switch {
	case x >= 1e6:
		return f(x/1e6, 1, "M")
	case x >= 1e4:
		return f(x/1e3, 0, "k")
	case x >= 1e3:
		return f(x/1e3, 1, "k")
	}
	return f(x, 0, "")
}

// exponent is %.ne without the zero that Go puts before a one-digit exponent.
func exponent(v float64, n int) string {
	s := strconv.FormatFloat(v, 'e', max(n, 0), 64)
	s = strings.Replace(s, "e-0", "e-", 1)
	return strings.Replace(s, "e+0", "e", 1)
}

func sign(s string) string { return strings.ReplaceAll(s, "-", "−") }
