// Command gen writes the fast kernels: assembly for amd64 (AVX2 with FMA, AVX-512) and a WebAssembly side module (128-bit SIMD,
// with and without its relaxed instructions). Each kernel is written once, against the small vector machine below; the emitters
// are amd64.go and wasm.go. Run it from the module's root: go run -tags purego ./solver/kernel/gen.
package main

// V is a vector register and I an integer register that holds an address, an offset or a count. A machine has as many as a kernel
// asks for; a kernel keeps few enough alive that none is spilled (16 vectors on AVX2 and in V8, 32 on AVX-512).
type (
	V int
	I int
)

// Kind is the type of a kernel's parameter.
type Kind int

const (
	Pointer Kind = iota // *T
	Raw                 // unsafe.Pointer
	Extent              // a count, or a distance in bytes: int on amd64, int32 in wasm
	Scalar              // T
)

// Param is a named parameter. The name g is a register in Go's assembler and not allowed.
type Param struct {
	Name string
	Kind Kind
}

// Machine is what kernels are written against. Distances are in bytes. Operations overwrite their first argument, which may be
// one of the others.
type Machine interface {
	Size() int  // bytes of an element
	Lanes() int // elements of a vector

	// Func begins a kernel and End ends it. Arg reads a parameter into a new register, ArgV splats a Scalar one.
	Func(name string, params ...Param)
	Arg(name string) I
	ArgV(name string) V
	End()
	// EndSum ends a kernel that returns the sum of v's lanes as a float64, EndInt one that returns i as an int32.
	EndSum(v V)
	EndInt(i I)

	NewI(k int) I
	Copy(a I) I
	AddI(d, s I)
	AddImm(d I, k int)
	Shr(d I, k int)             // of a count
	And(d I, mask int)          // likewise
	LoadI32(p I, off int) I     // sign-extended
	LoadPtr(p, index I) I       // the 8-byte word at p+index
	AddPtr(p I, off int, inc I) // the 8-byte word at p+off grows by inc
	AddWord(d, p I, off int)    // d += the 8-byte word at p+off
	Loop(n I, body func())      // n >= 1 times; n is used up
	If(n I, then func())        // if n is not zero
	Switch(kind I, cases ...func())

	New() V
	Zero(d V)
	Const(d V, x float64)
	Bits(d V, x uint64) // every lane, as an integer
	Move(d, a V)
	Load(d V, p I, off int)
	LoadWide(d V, p I, off int) // float32 in memory, float64 lanes
	Splat(d V, p I, off int)
	Store(v V, p I, off int)
	FMA(acc, a, b V)
	FNMA(acc, a, b V)                    // acc -= a*b
	FNMAC(acc, a V, c float64)           // acc -= a*c
	MulAdd(acc, x, y V)                  // acc = acc*x + y
	Horner(acc, r V, c float64)          // acc = acc*r + c
	Op(op string, d, a, b V)             // add sub mul div min max minn maxn iadd isub and or xor
	OpC(op string, d, a V, c float64)    // min and max keep a NaN of a
	OpL(op string, d, a V, p I, off int) // with an operand in memory
	Sqrt(d, a V)
	Shl(d, a V, k int)             // of the lanes as integers
	AnyAbove(v V, limit float64) I // not zero if |lane| > limit for any lane

	// Rows addresses n rows from p, ld apart, and Beside as many from another p, as far apart. Advance moves all of them on, AdvanceI by
	// a register, AdvanceBy by the 8-byte word at p+off.
	Rows(p I, n int, ld I) Rows
	Beside(r Rows, p, ld I) Rows
	Advance(r Rows, bytes int)
	AdvanceI(r Rows, d I)
	AdvanceBy(r Rows, p I, off int)
	LoadRow(d V, r Rows, i, off int)
	StoreRow(v V, r Rows, i, off int)
	FMALoadRow(acc, a V, r Rows, i, off int)
	OpLRow(op string, d, a V, r Rows, i, off int)

	// AddSums adds the sum of row[i][j]'s lanes to element j of the row at p + i*ld, for rows of four.
	AddSums(rows [][]V, p, ld I)
	// AddSum adds the sum of v's lanes to the element at p.
	AddSum(v V, p I)
}

// Rows are the addresses of rows an equal distance apart, as it suits the machine: a register a row, or one for all and multiples
// of the distance.
type Rows struct {
	at    []I
	index []I // the distance times 1, 3, 5, ...
}

// Tile is a block of a product: Rows of the left factor by Vecs vectors, or columns, of the right one.
type Tile struct{ Rows, Vecs int }

// Shape is how a target's kernels are cut.
type Shape struct {
	Gemm Tile    // the greatest tile; kernels are made for all lower ones too
	Ends bool    // two vectors hold more than Lanes points: kernels are made for one vector too
	Dot  int     // rows of the greatest tile of the weight gradient, which has four columns; likewise
	Keep int     // vectors that a compiled jet keeps in registers: all but three
	Side int     // vectors of tanh taken side by side, a power of two: as many chains as registers allow
	Jet  []Chunk // falling in vectors, then in units; the last vectors make Lanes points, the last units are 1
}

// tiles lists the tiles of products, as package kernel expects them.
func (s Shape) tiles() (t []Tile) {
	for rows := s.Gemm.Rows; rows > 0; rows-- {
		t = append(t, Tile{rows, s.Gemm.Vecs})
	}
	for rows := s.Gemm.Rows; rows > 0 && s.Ends; rows-- {
		t = append(t, Tile{rows, 1})
	}
	return t
}

// suffix names the precision of a kernel.
func suffix(m Machine) string {
	if m.Size() == 4 {
		return "32"
	}
	return "64"
}
