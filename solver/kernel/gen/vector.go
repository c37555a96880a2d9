package main

// elementwise emits dst[i] = f(...) for n vectors, side at a time; a, b and d are loaded if used, s is the scalar.
func elementwise(m Machine, o operation, side int) {
	m.Func(o.name+"_"+suffix(m), Param{"dst", Pointer}, Param{"a", Pointer}, Param{"b", Pointer}, Param{"s", Scalar}, Param{"n", Extent})
	dp, ap, bp, sv := m.Arg("dst"), m.Arg("a"), m.Arg("b"), m.ArgV("s")
	body := func(m Machine, vecs int) {
		load := func(p I) func() V {
			return func() V {
				v := m.New()
				m.Load(v, p, 0)
				return v
			}
		}
		v := o.body(m, load(dp), load(ap), load(bp), func() V {
			if l, ok := m.(*lockstep); ok {
				return l.same(sv)
			}
			return sv
		})
		m.Store(v, dp, 0)
		for _, p := range []I{dp, ap, bp} {
			m.AddImm(p, vecs*m.Size()*m.Lanes())
		}
	}
	n := m.Arg("n")
	if side > 1 {
		inGroups(m, n, side, body)
	} else {
		m.Loop(n, func() { body(m, 1) })
	}
	m.End()
}

// operation is one of package kernel's Op, by its name there.
type operation struct {
	name string
	body func(m Machine, d, a, b, s loader) V
}

// pair is how many vectors the functions other than tanh take side by side: more would not fit 16 registers.
const pair = 2

// vectors emits the operations of Vec that have a kernel, tanh side vectors at a time.
func vectors(m Machine, side int) {
	for _, o := range arithmetic {
		elementwise(m, o, 1)
	}
	elementwise(m, hyperbolic, side)
	for _, o := range functions {
		elementwise(m, o, pair)
	}
}

// loader loads an operand into a new register.
type loader = func() V

func two(op string) func(m Machine, d, a, b, s loader) V {
	return func(m Machine, d, a, b, s loader) V { x := a(); m.Op(op, x, x, b()); return x }
}

func scalar(op string) func(m Machine, d, a, b, s loader) V {
	return func(m Machine, d, a, b, s loader) V { x := a(); m.Op(op, x, x, s()); return x }
}

func behind(op string) func(m Machine, d, a, b, s loader) V {
	return func(m Machine, d, a, b, s loader) V { x := a(); m.Op(op, x, s(), x); return x }
}

var arithmetic = []operation{
	{"Fill", func(m Machine, d, a, b, s loader) V { return s() }},
	{"Add", two("add")}, {"Sub", two("sub")}, {"Mul", two("mul")}, {"Div", two("div")}, {"Min", two("minn")}, {"Max", two("maxn")},
	{"Scale", scalar("mul")}, {"AddS", scalar("add")}, {"SubS", behind("sub")}, {"DivS", behind("div")},
	{"FMA", func(m Machine, d, a, b, s loader) V { x := d(); m.FMA(x, a(), b()); return x }},
	{"FMS", func(m Machine, d, a, b, s loader) V { x := d(); m.FNMA(x, a(), b()); return x }},
	{"Axpy", func(m Machine, d, a, b, s loader) V { x := d(); m.FMA(x, a(), s()); return x }},
	{"Square", func(m Machine, d, a, b, s loader) V { x := a(); m.Op("mul", x, x, x); return x }},
	{"Sqrt", func(m Machine, d, a, b, s loader) V { x := a(); m.Sqrt(x, x); return x }},
	{"Abs", func(m Machine, d, a, b, s loader) V {
		x, mask := a(), m.New()
		m.Bits(mask, 1<<(8*m.Size()-1)-1)
		m.Op("and", x, x, mask)
		return x
	}},
}

var hyperbolic = operation{"TanhV", func(m Machine, d, a, b, s loader) V { return tanh(m, a()) }}

// functions are the other long chains of dependent operations.
var functions = []operation{
	{"Exp", func(m Machine, d, a, b, s loader) V { return exp(m, a()) }},
	{"SinV", func(m Machine, d, a, b, s loader) V { x, _ := sinCos(m, a()); return x }},
	{"CosV", func(m Machine, d, a, b, s loader) V { _, x := sinCos(m, a()); return x }},
}

// above emits a test of n vectors: not zero if |a[i]| > limit for any i, so that the caller takes another path.
func above(m Machine, limit float64) {
	m.Func("Above_"+suffix(m), Param{"a", Pointer}, Param{"n", Extent})
	a, most, mask := m.Arg("a"), m.New(), m.New()
	m.Zero(most)
	m.Bits(mask, 1<<(8*m.Size()-1)-1)
	m.Loop(m.Arg("n"), func() {
		x := m.New()
		m.Load(x, a, 0)
		m.Op("and", x, x, mask)
		m.Op("max", most, x, most) // a NaN does not displace what was found
		m.AddImm(a, m.Size()*m.Lanes())
	})
	m.EndInt(m.AnyAbove(most, limit))
}

// addBias emits z[u][i] += bias[u] for units rows of nv vectors.
func addBias(m Machine) {
	m.Func("AddBias_"+suffix(m), Param{"z", Pointer}, Param{"bias", Pointer}, Param{"ld", Extent}, Param{"units", Extent}, Param{"nv", Extent})
	z, bias, ld := m.Arg("z"), m.Arg("bias"), m.Arg("ld")
	m.Loop(m.Arg("units"), func() {
		b, p := m.New(), m.Copy(z)
		m.Splat(b, bias, 0)
		m.Loop(m.Arg("nv"), func() {
			x := m.New()
			m.OpL("add", x, b, p, 0)
			m.Store(x, p, 0)
			m.AddImm(p, m.Size()*m.Lanes())
		})
		m.AddImm(bias, m.Size())
		m.AddI(z, ld)
	})
	m.End()
}

// rowSums emits sums[u] += sum of z[u] for units rows of nv vectors.
func rowSums(m Machine) {
	m.Func("RowSums_"+suffix(m), Param{"sums", Pointer}, Param{"z", Pointer}, Param{"ld", Extent}, Param{"units", Extent}, Param{"nv", Extent})
	sums, z, ld := m.Arg("sums"), m.Arg("z"), m.Arg("ld")
	m.Loop(m.Arg("units"), func() {
		acc, p := zeros(m, 1), m.Copy(z)
		m.Loop(m.Arg("nv"), func() {
			m.OpL("add", acc[0], acc[0], p, 0)
			m.AddImm(p, m.Size()*m.Lanes())
		})
		m.AddSum(acc[0], sums)
		m.AddImm(sums, m.Size())
		m.AddI(z, ld)
	})
	m.End()
}

// adam emits the update of n vectors: d1 = 1-b1, d2 = 1-b2.
func adam(m Machine) {
	m.Func("Adam_"+suffix(m), Param{"theta", Pointer}, Param{"m", Pointer}, Param{"v", Pointer}, Param{"grad", Pointer}, Param{"n", Extent},
		Param{"lr", Scalar}, Param{"b1", Scalar}, Param{"b2", Scalar}, Param{"eps", Scalar}, Param{"c1", Scalar}, Param{"c2", Scalar},
		Param{"d1", Scalar}, Param{"d2", Scalar})
	theta, mp, vp, gp := m.Arg("theta"), m.Arg("m"), m.Arg("v"), m.Arg("grad")
	lr, b1, b2, eps := m.ArgV("lr"), m.ArgV("b1"), m.ArgV("b2"), m.ArgV("eps")
	c1, c2, d1, d2 := m.ArgV("c1"), m.ArgV("c2"), m.ArgV("d1"), m.ArgV("d2")
	m.Loop(m.Arg("n"), func() {
		x, mv, vv := m.New(), m.New(), m.New()
		m.Load(x, gp, 0)
		m.OpL("mul", mv, b1, mp, 0)
		m.FMA(mv, d1, x)
		m.Store(mv, mp, 0)
		m.Op("mul", x, x, x)
		m.OpL("mul", vv, b2, vp, 0)
		m.FMA(vv, d2, x)
		m.Store(vv, vp, 0)
		m.Op("div", vv, vv, c2)
		m.Sqrt(vv, vv)
		m.Op("add", vv, vv, eps)
		m.Op("div", mv, mv, c1)
		m.Op("mul", mv, mv, lr)
		m.Op("div", mv, mv, vv)
		m.Load(x, theta, 0)
		m.Op("sub", x, x, mv)
		m.Store(x, theta, 0)
		for _, p := range []I{theta, mp, vp, gp} {
			m.AddImm(p, m.Size()*m.Lanes())
		}
	})
	m.End()
}

// chains is the number of independent chains of multiply-adds that peak runs: enough to hide the latency of two units, few enough for 16 registers.
const chains = 13

// peak emits n rounds of chains multiply-adds on vectors that start at p, to measure what the machine can do.
func peak(m Machine) {
	m.Func("Peak_"+suffix(m), Param{"p", Pointer}, Param{"n", Extent})
	p, x, y := m.Arg("p"), m.New(), m.New()
	acc := zeros(m, chains)
	m.Load(x, p, 0)
	m.Load(y, p, 0)
	m.Loop(m.Arg("n"), func() {
		for _, a := range acc {
			m.MulAdd(a, x, y) // not a += x*y: a compiler would take the product out
		}
	})
	for _, a := range acc[1:] {
		m.Op("add", acc[0], acc[0], a)
	}
	m.Store(acc[0], p, 0)
	m.End()
}

// reductions emits sum a, sum a b and sum a b w in float64 over n rounds of four vectors, into four partial sums. m has float64
// lanes; wide says that memory holds float32.
func reductions(m Machine, wide bool) {
	size, sfx, load := m.Size(), "64", m.Load
	if wide {
		size, sfx, load = 4, "32", m.LoadWide
	}
	for factors, name := range []string{"Sum", "Inner", "InnerW"} {
		params := []Param{{"a", Raw}, {"b", Raw}, {"w", Raw}}[:factors+1]
		m.Func(name+"_"+sfx, append(params[:len(params):len(params)], Param{"n", Extent})...)
		var p []I
		for _, q := range params {
			p = append(p, m.Arg(q.Name))
		}
		acc := zeros(m, 4)
		m.Loop(m.Arg("n"), func() {
			for i := range acc {
				x := make([]V, len(p))
				for j := range p {
					x[j] = m.New()
					load(x[j], p[j], i*size*m.Lanes())
				}
				switch factors {
				case 0:
					m.Op("add", acc[i], acc[i], x[0])
				case 1:
					m.FMA(acc[i], x[0], x[1])
				case 2:
					m.Op("mul", x[0], x[0], x[1])
					m.FMA(acc[i], x[0], x[2])
				}
			}
			for _, q := range p {
				m.AddImm(q, 4*size*m.Lanes())
			}
		})
		m.Op("add", acc[0], acc[0], acc[1])
		m.Op("add", acc[2], acc[2], acc[3])
		m.Op("add", acc[0], acc[0], acc[2])
		m.EndSum(acc[0])
	}
}
