package kernel

// Op is one vector operation of the tape: dst, a, b are vectors of one length, s is a scalar.
type Op uint8

// The vector operations. Min, Max and their masks give NaN if either argument is NaN.
const (
	Fill   Op = iota // dst = s
	Copy             // dst = a
	Add              // dst = a + b
	Sub              // dst = a - b
	Mul              // dst = a * b
	Div              // dst = a / b
	FMA              // dst += a * b
	FMS              // dst -= a * b
	Scale            // dst = s * a
	Axpy             // dst += s * a
	AddS             // dst = a + s
	SubS             // dst = s - a
	DivS             // dst = s / a
	Square           // dst = a * a
	Pow              // dst = a ^ b
	PowS             // dst = a ^ s
	Sqrt             // and the elementary functions, dst = f(a)
	Exp
	Log
	SinV
	CosV
	TanV
	Asin
	Acos
	Atan
	Sinh
	Cosh
	TanhV
	Abs
	Sign // -1, 0, 1; NaN of NaN
	Step // 1 if a >= 0, else 0; NaN of NaN
	Erf
	Min // dst = min(a, b)
	Max // dst = max(a, b)
	LE  // dst = 1 if a <= b, else 0; NaN if either is NaN
	opCount
)

// Ops is the number of operations.
const Ops = int(opCount)
