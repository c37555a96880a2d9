package kernel

import (
	"runtime"
	"unsafe"
)

// forward is JetForward and reverse JetReverse; sines of large arguments are left to the portable functions.
func (p *primitives[T]) forward(q *JetProgram, y, z []T, ld, units, points int, rows, scratch []T) {
	if q.Activation == Sin && q.Forward.Seed && p.large(z, ld, units, points) {
		jetForward(q, y, z, ld, units, points, rows, scratch)
		return
	}
	p.jets(q, false, y, z, nil, ld, units, points, rows, scratch)
}

func (p *primitives[T]) reverse(q *JetProgram, zbar, x, ybar []T, ld, units, points int, rows, scratch []T) {
	if q.Activation == Sin && q.Reverse.Seed && p.large(x, ld, units, points) {
		jetReverse(q, zbar, x, ybar, ld, units, points, rows, scratch)
		return
	}
	p.jets(q, true, zbar, x, ybar, ld, units, points, rows, scratch)
}

// large reports whether any first-channel value is beyond the sine's limit.
func (p *primitives[T]) large(z []T, ld, units, points int) bool {
	for u := range units {
		if p.above(&z[u*ld], extent(points/p.lanes)) != 0 {
			return true
		}
	}
	return false
}

// jets runs a compiled kernel or, if there is none, a plan, chunk by chunk, each chunk through all units.
func (p *primitives[T]) jets(q *JetProgram, reverse bool, out, x, ybar []T, ld, units, points int, rows, scratch []T) {
	if f := p.compiled[q.Key(reverse)]; f != nil {
		bar, weights := x, x
		if reverse {
			bar = ybar
		}
		if q.Rows > 0 {
			weights = rows
		}
		f(&out[0], &x[0], &bar[0], &weights[0], &scratch[0], p.bytes(points), extent(units), extent(points/p.lanes), p.bytes(ld-points))
		return
	}
	key := jetKey{reverse: reverse, size: int(unsafe.Sizeof(T(0))), points: points}
	if reverse {
		key.inPlace = &out[0] == &ybar[0]
	} else {
		key.inPlace = &out[0] == &x[0]
	}
	for i, at := 0, 0; at < points; {
		r := &p.chunk[i]
		chunk := r.vecs * p.lanes
		if at+chunk > points {
			i++
			continue
		}
		for unit := 0; unit < units; {
			groups := (units - unit) / r.units
			if groups == 0 { // the same chunk with fewer units at a time
				r = &p.chunk[i+1]
				continue
			}
			key.slot = chunk * r.units
			plan, from := q.plan(key), unit*ld+at
			// The kernel counts the first three on, past the last unit: they must not look like pointers then.
			table := jetTable{base: [5]uintptr{baseInput / 8: address(x, from), baseAdjoint / 8: address(ybar, from),
				baseOutput / 8: address(out, from), baseRows / 8: address(rows, at), baseScratch / 8: address(scratch, 0)}}
			row := uintptr(p.bytes(ld))
			table.unit = [5]uintptr{baseInput / 8: row, baseAdjoint / 8: row, baseOutput / 8: row, baseScratch / 8: uintptr(p.bytes(chunk))}
			r.run(hide(unsafe.Pointer(&table)), unsafe.Pointer(&plan.ops[0]), extent(len(plan.ops)), extent(groups), p.bytes(ld*r.units))
			runtime.KeepAlive(&table)
			unit += groups * r.units
		}
		at += chunk
	}
	runtime.KeepAlive(x)
	runtime.KeepAlive(ybar)
	runtime.KeepAlive(out)
	runtime.KeepAlive(rows)
	runtime.KeepAlive(scratch)
}

// address is that of x[i], or 0 if x is nil. The slices of a Set's functions are on the heap, as those are called through
// variables, and the heap does not move.
func address[T Float](x []T, i int) uintptr {
	if len(x) == 0 {
		return 0
	}
	return uintptr(unsafe.Pointer(&x[i]))
}

// hide passes p to a call through a variable without moving what it points at, which the callee does not keep, to the heap. The
// stack cannot move while p is a number: it moves at function entries only, and there is none.
//
//go:nosplit
func hide(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return *(*unsafe.Pointer)(unsafe.Pointer(&x))
}
