package expr

import "math/rand/v2"

// sprout grows a random expression of smooth parts over two coordinates, two constants, one unknown and some leaves, its values tame
// enough for differences.
type sprout struct {
	g    *Graph
	pick func(n int) int
}

func newSprout(g *Graph, r *rand.Rand) sprout { return sprout{g, r.IntN} }

var sproutLeaves = []Leaf{
	{}, {Alpha: Multi{1}}, {Alpha: Multi{1, 1}}, {Alpha: Multi{2, 2}}, {Alpha: Multi{1, 2}}, {Field: 1}, {Field: 1, Alpha: Multi{2}},
}

func (s sprout) leaf() ID {
	switch s.pick(8) {
	case 0:
		return s.g.Num(float64(s.pick(9)) - 4)
	case 1:
		return s.g.Const(s.pick(2))
	case 2:
		return s.g.Coord(s.pick(2))
	case 3:
		return s.g.Unknown(0)
	}
	return s.g.Leaf(sproutLeaves[s.pick(len(sproutLeaves))])
}

func (s sprout) grow(depth int) ID {
	if depth == 0 {
		return s.leaf()
	}
	g, next := s.g, func() ID { return s.grow(depth - 1) }
	guard := func(id ID) ID { return g.Add(g.Num(1.5), g.Pow(id, g.Num(2))) } // at least 1.5
	small := func(id ID) ID { return g.Call(Tanh, id) }
	switch s.pick(20) {
	case 0, 1, 2:
		return g.Add(next(), next())
	case 3, 4:
		return g.Sub(next(), next())
	case 5, 6, 7:
		return g.Mul(next(), next())
	case 8:
		return g.Neg(next())
	case 9:
		return g.Div(next(), guard(next()))
	case 10:
		return g.Pow(small(next()), g.Num(float64(2+s.pick(4))))
	case 11:
		return g.Pow(guard(small(next())), small(next()))
	case 12:
		return g.Pow(guard(small(next())), g.Num(-1.5))
	case 13:
		f := []Fn{Sin, Cos, Tanh, Atan, Erf}[s.pick(5)]
		return g.Call(f, next())
	case 14:
		f := []Fn{Exp, Sinh, Cosh, Tan}[s.pick(4)]
		return g.Call(f, small(next()))
	case 15:
		f := []Fn{Log, Sqrt}[s.pick(2)]
		return g.Call(f, guard(small(next())))
	case 16:
		f := []Fn{Asin, Acos}[s.pick(2)]
		return g.Call(f, g.Mul(g.Num(0.7), small(next())))
	case 17:
		f := []Fn{Min, Max}[s.pick(2)]
		return g.Call2(f, next(), next())
	case 18:
		return g.Call(Abs, next())
	}
	return g.Mul(g.Call(Step, next()), next())
}
