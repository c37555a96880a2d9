package kernel

import "math"

// vec is the portable Vec: arithmetic here, elementary functions in vecFunc.
func vec[T Float](op Op, dst, a, b []T, s T) {
	switch op {
	case Fill:
		for i := range dst {
			dst[i] = s
		}
	case Copy:
		copy(dst, a)
	case Add, Sub, Mul, Div, FMA, FMS:
		vecBinary(op, dst, a, b)
	case Scale, Axpy, AddS, SubS, DivS, Square:
		vecScalar(op, dst, a, s)
	case Pow, Min, Max, LE:
		vecRare(op, dst, a, b)
	case PowS:
		powS(dst, a, s)
	case Exp:
		exps(dst, a, 1)
	case TanhV:
		tanhs(dst, a)
	case Sqrt:
		for i, x := range a {
			dst[i] = sqrt(x)
		}
	case Abs:
		for i, x := range a {
			dst[i] = T(math.Abs(float64(x)))
		}
	case Sign, Step:
		vecSign(op, dst, a)
	default:
		f := functions[op]
		for i, x := range a {
			dst[i] = T(f(float64(x)))
		}
	}
}

// functions are the elementary functions taken from package math, in float64.
var functions = [Ops]func(float64) float64{
	Log: math.Log, SinV: math.Sin, CosV: math.Cos, TanV: math.Tan, Asin: math.Asin, Acos: math.Acos, Atan: math.Atan,
	Sinh: math.Sinh, Cosh: math.Cosh, Erf: math.Erf,
}

func vecBinary[T Float](op Op, dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	switch op {
	case Add:
		for i := range dst {
			dst[i] = a[i] + b[i]
		}
	case Sub:
		for i := range dst {
			dst[i] = a[i] - b[i]
		}
	case Mul:
		for i := range dst {
			dst[i] = a[i] * b[i]
		}
	case Div:
		for i := range dst {
			dst[i] = a[i] / b[i]
		}
	case FMA:
		for i := range dst {
			dst[i] += a[i] * b[i]
		}
	case FMS:
		for i := range dst {
			dst[i] -= a[i] * b[i]
		}
	}
}

func vecScalar[T Float](op Op, dst, a []T, s T) {
	a = a[:len(dst)]
	switch op {
	case Scale:
		for i := range dst {
			dst[i] = s * a[i]
		}
	case Axpy:
		for i := range dst {
			dst[i] += s * a[i]
		}
	case AddS:
		for i := range dst {
			dst[i] = a[i] + s
		}
	case SubS:
		for i := range dst {
			dst[i] = s - a[i]
		}
	case DivS:
		for i := range dst {
			dst[i] = s / a[i]
		}
	case Square:
		for i := range dst {
			dst[i] = a[i] * a[i]
		}
	}
}

func vecRare[T Float](op Op, dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	switch op {
	case Pow:
		for i := range dst {
			dst[i] = pow(a[i], b[i])
		}
	case Min:
		for i := range dst {
			dst[i] = min(a[i], b[i])
		}
	case Max:
		for i := range dst {
			dst[i] = max(a[i], b[i])
		}
	case LE:
		for i := range dst {
			switch {
			case a[i] <= b[i]:
				dst[i] = 1
			case a[i] > b[i]:
				dst[i] = 0
			default:
				dst[i] = a[i] + b[i]
			}
		}
	}
}

// pow is math.Pow, except that NaN^0 and 1^NaN are NaN.
func pow[T Float](a, b T) T {
	if a != a || b != b {
		return a + b
	}
	return T(math.Pow(float64(a), float64(b)))
}

// powS multiplies out the small whole exponents.
func powS[T Float](dst, a []T, s T) {
	for i, x := range a {
		switch s {
		case 2:
			dst[i] = x * x
		case 3:
			dst[i] = x * x * x
		case 4:
			dst[i] = (x * x) * (x * x)
		default:
			dst[i] = pow(x, s)
		}
	}
}

// vecSign is Sign and Step: what is neither above nor below zero is zero, of either sign, or NaN.
func vecSign[T Float](op Op, dst, a []T) {
	below, zero := T(-1), T(0)
	if op == Step {
		below, zero = 0, 1
	}
	for i, x := range a {
		switch {
		case x > 0:
			dst[i] = 1
		case x < 0:
			dst[i] = below
		case x == 0:
			dst[i] = zero
		default:
			dst[i] = x
		}
	}
}
