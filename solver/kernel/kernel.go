// Package kernel holds the few inner loops that a training step spends its time in, behind one table of functions.
//
// A Set is chosen once, by Best; everything above calls through it and never asks what machine it runs on. The portable set is
// plain Go: the fallback everywhere and the oracle of every other set's tests. Lengths are checked at the door of each function,
// with constant panics; no function allocates, retains a slice, or turns a NaN into a number.
//
// Sets. avx512 and avx2 on amd64 are assembly; simd and relaxed are a WebAssembly side module that works in the memory of the Go
// instance and is loaded by public/kernels.js; both are written by package gen from one source (go run -tags purego ./solver/kernel/gen) and absent
// under the build tag purego. Each set is deterministic; between sets results differ by rounding, as some fuse a multiply-add and sums
// run in other orders. What a set has no kernel for, it takes from portable. Other processors, arm64 too, have portable only.
//
// Layout. A block holds the values of many units at many collocation points: feature-major [unit][channel][point], points along
// the lanes. Row u of a block starts at u*ld and has channels*points columns. Points are padded to a multiple of Lanes, the
// padding carrying zero adjoints, so no kernel needs remainder code along points; ld is Stride(columns), never a power of two.
//
// Speed. Of the peak of independent multiply-adds measured in the same process, avx2 on a Zen 3 with 512 KiB of second-level cache, one
// core: products of 64 x 64 by 384 columns 0.96 (Gemm) and 0.93 (Dot) in float32, 0.95 and 0.96 in float64. Burgers' step reaches
// 0.75 in float32 and 0.73 in float64, the best of bursts on a shared machine (native bench step --problem burgers --workers 1
// --json): of its time some 52 and 56 % are Gemm, 28 and 26 % Dot, 7 and 8 % jets, 2 % clearing. In a step the products lose 2 to 7 % to the
// caches: four layers' activations do not fit the second level. Vectors of tanh go four at a time through its chain of polynomial and division.
package kernel

// Float is the two precisions a run may have: float32 to train, float64 to finish and to judge.
type Float interface{ float32 | float64 }

// Lanes is what the number of points of a block is a multiple of: the widest vector of any set (16 float32 in 512 bits).
// It is the same for every set and precision, so that layouts and file formats do not depend on the machine.
const Lanes = 16

// Stride returns the row stride for rows of n columns: n plus one vector, so that rows do not fall on the same cache sets.
func Stride(n int) int { return n + Lanes }

// Pad returns n rounded up to a multiple of Lanes.
func Pad(n int) int { return (n + Lanes - 1) / Lanes * Lanes }

// Set is one implementation of the kernels for elements of type T.
type Set[T Float] struct {
	// Name is portable, avx2, avx512, simd or relaxed. Same Spec and same Name give the same bits.
	Name string

	// PackLen returns the length of the packed form of an m x k matrix.
	PackLen func(m, k int) int
	// Pack writes the packed form of the m x k matrix A into dst (length PackLen(m, k)): A[i][j] = a[i*lda+j],
	// or a[j*lda+i] if trans.
	Pack func(dst, a []T, m, k, lda int, trans bool)
	// Gemm computes C = A*B, or C += A*B if acc: A (m x k) packed, B (k x n) with row stride ldb, C (m x n) with row
	// stride ldc. n is a multiple of Lanes. C must not overlap A or B.
	Gemm func(c []T, ldc int, packed, b []T, ldb, m, k, n int, acc bool)
	// Dot computes G += A*B^T: G (m x k) with row stride ldg, A (m x n) with row stride lda, B (k x n) with row stride ldb.
	// n is a multiple of Lanes. It is the weight gradient of a layer: A its adjoints, B its inputs.
	Dot func(g []T, ldg int, a []T, lda int, b []T, ldb, m, k, n int)
	// AddBias adds bias[u] to the first points columns of row u, for u < units.
	AddBias func(z []T, ld int, bias []T, units, points int)
	// RowSums adds the sum of the first points columns of row u to sums[u], for u < units.
	RowSums func(sums, z []T, ld, units, points int)

	// JetForward applies p.Forward to every unit and point: z and y are blocks of p.Channels channels, rows holds p.Rows
	// rows of points each (nil if none). y may be z. scratch has length p.ScratchLen() at least.
	JetForward func(p *JetProgram, y, z []T, ld, units, points int, rows, scratch []T)
	// JetReverse applies p.Reverse: x is the forward pass's output y if p.FromOutput, its input z if not; ybar the adjoint
	// of y. It writes the adjoint of z into zbar, which may be ybar.
	JetReverse func(p *JetProgram, zbar, x, ybar []T, ld, units, points int, rows, scratch []T)

	// Vec applies one vector operation: see Op. dst, a, b have the same length (b is ignored by operations without one).
	// dst may be a or b.
	Vec func(op Op, dst, a, b []T, s T)

	// Adam updates theta, m, v (first and second moment) with gradient g:
	// m = b1 m + (1-b1) g; v = b2 v + (1-b2) g*g; theta -= lr (m/c1) / (sqrt(v/c2) + eps).
	Adam func(theta, m, v, g []T, lr, b1, b2, eps, c1, c2 T)
	// Inner returns sum a[i]*b[i], products and sum in float64, in a fixed order.
	Inner func(a, b []T) float64
	// InnerW returns sum a[i]*b[i]*w[i], products and sum in float64, in a fixed order.
	InnerW func(a, b, w []T) float64
	// Sum returns sum a[i] in float64, in a fixed order.
	Sum func(a []T) float64

	// Chains runs rounds of independent multiply-adds on registers and returns how many floating-point operations those are:
	// timed, they give the most this machine can do with this set.
	Chains func(rounds int) int
}
