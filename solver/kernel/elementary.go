package kernel

import "math"

// The elementary functions that a step evaluates at every point, in T's own arithmetic. exp(x) is 2^n exp(r) with n the integer
// nearest x/ln 2 and r = x - n ln 2 in two parts (Cody and Waite, Software Manual for the Elementary Functions, 1980), exp(r)-1 by
// its Taylor polynomial: |r| <= 0.347 makes the first term left out 5e-9 at degree 7 and 4e-18 at degree 13. Adding
// 1.5*2^(mantissa bits) rounds to an integer and leaves it in the low bits, where a shift turns it into an exponent.

const (
	magic32, magic64 = 12582912, 6755399441055744
	ln2Hi32, ln2Lo32 = 0.693359375, -2.12194440e-4
	ln2Hi64, ln2Lo64 = 6.93147180369123816490e-01, 1.90821492927058770002e-10
	tanhMax32        = 9.5 // tanh is 1 beyond, to the last bit
	tanhMax64        = 20
	expMin32         = -104 // exp is 0 below and Inf above
	expMax32         = 89
	expMin64         = -746
	expMax64         = 710
)

// expm1Poly32 and expm1Poly64 return exp(r)-1 for |r| <= 0.347.
func expm1Poly32(r float32) float32 {
	const c2, c3, c4, c5, c6, c7 = 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040
	return r + r*r*(((((c7*r+c6)*r+c5)*r+c4)*r+c3)*r+c2)
}

func expm1Poly64(r float64) float64 {
	const (
		c2, c3, c4, c5 = 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120
		c6, c7, c8, c9 = 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880
		c10, c11       = 1.0 / 3628800, 1.0 / 39916800
		c12, c13       = 1.0 / 479001600, 1.0 / 6227020800
	)
	q := (((((c13*r+c12)*r+c11)*r+c10)*r+c9)*r+c8)*r + c7
	return r + r*r*(((((q*r+c6)*r+c5)*r+c4)*r+c3)*r+c2)
}

// tanh(x) = (exp(2x)-1)/(exp(2x)+1) = e/(e+2), e = exp(2x)-1. A NaN fails both comparisons and stays one.
func tanh32(x float32) float32 {
	if x > tanhMax32 {
		x = tanhMax32
	}
	if x < -tanhMax32 {
		x = -tanhMax32
	}
	t := float32(x*(2*math.Log2E)) + magic32
	n := t - magic32
	p := math.Float32frombits(math.Float32bits(t)<<23 + 0x3f800000)
	e := (p - 1) + p*expm1Poly32(2*x-n*ln2Hi32-n*ln2Lo32)
	return e / (e + 2)
}

func tanh64(x float64) float64 {
	if x > tanhMax64 {
		x = tanhMax64
	}
	if x < -tanhMax64 {
		x = -tanhMax64
	}
	t := float64(x*(2*math.Log2E)) + magic64
	n := t - magic64
	p := math.Float64frombits(math.Float64bits(t)<<52 + 0x3ff0000000000000)
	e := (p - 1) + p*expm1Poly64(2*x-n*ln2Hi64-n*ln2Lo64)
	return e / (e + 2)
}

// exp multiplies by 2^n in two halves, so that neither overflows nor is subnormal before the result does or is.
func exp32(x float32) float32 {
	if x > expMax32 {
		x = expMax32
	}
	if x < expMin32 {
		x = expMin32
	}
	n := float32(x*math.Log2E) + magic32 - magic32
	h := n*0.5 + magic32
	l := n - (h - magic32) + magic32
	p := math.Float32frombits(math.Float32bits(h)<<23 + 0x3f800000)
	q := math.Float32frombits(math.Float32bits(l)<<23 + 0x3f800000)
	return (1 + expm1Poly32(x-n*ln2Hi32-n*ln2Lo32)) * p * q
}

func exp64(x float64) float64 {
	if x > expMax64 {
		x = expMax64
	}
	if x < expMin64 {
		x = expMin64
	}
	n := float64(x*math.Log2E) + magic64 - magic64
	h := n*0.5 + magic64
	l := n - (h - magic64) + magic64
	p := math.Float64frombits(math.Float64bits(h)<<52 + 0x3ff0000000000000)
	q := math.Float64frombits(math.Float64bits(l)<<52 + 0x3ff0000000000000)
	return (1 + expm1Poly64(x-n*ln2Hi64-n*ln2Lo64)) * p * q
}

func sqrt[T Float](x T) T { return T(math.Sqrt(float64(x))) }

// tanhs writes tanh of a into dst.
func tanhs[T Float](dst, a []T) {
	switch d := any(dst).(type) {
	case []float32:
		for i, x := range any(a).([]float32) {
			d[i] = tanh32(x)
		}
	case []float64:
		for i, x := range any(a).([]float64) {
			d[i] = tanh64(x)
		}
	}
}

// exps writes exp of s*a into dst.
func exps[T Float](dst, a []T, s T) {
	switch d := any(dst).(type) {
	case []float32:
		for i, x := range any(a).([]float32) {
			d[i] = exp32(float32(s) * x)
		}
	case []float64:
		for i, x := range any(a).([]float64) {
			d[i] = exp64(float64(s) * x)
		}
	}
}
