package loss

import (
	"encoding/binary"
	"fmt"
	"unsafe"

	"counterpoint/solver/kernel"
)

// Elsewhere has shards computed by others that share no memory with this process's Losses: the web workers of a page. Since the shards
// and the order of their sum are fixed, who computes which changes no bit.
type Elsewhere interface {
	// Ask has the last shards computed, from the returned one on, at parameters theta (the network's, then the unknowns', in the
	// precision of the Losses) and the points of that round. It returns Shards if there is nobody to ask.
	Ask(theta [2][]byte, round uint64) (from int)
	// Answer waits for what one of those asked found, as AppendShards writes it; nil says that no more will come. The memory is
	// the caller's until the next call. Shards that nobody answered for are computed here.
	Answer() []byte
}

// AppendShards computes shards lo to hi-1 at the present parameters, which must be packed, and appends to dst the number of each, its K
// values, and its gradients of the losses that it reaches.
func (l *Losses[T]) AppendShards(dst []byte, lo, hi int) []byte {
	if lo < 0 || lo > hi || hi > Shards {
		panic("loss: there are no such shards")
	}
	l.readUnknowns()
	l.compute(lo, hi)
	for s := lo; s < hi; s++ {
		dst = binary.NativeEndian.AppendUint64(dst, uint64(s))
		sh := l.shards[s]
		dst = append(dst, bytesOf(sh.value)...)
		for k, reached := range sh.reaches {
			if reached {
				dst = append(dst, bytesOf(sh.grad[k])...)
			}
		}
	}
	return dst
}

// compute fills the shards lo to hi-1.
func (l *Losses[T]) compute(lo, hi int) {
	l.first = lo
	l.team.run(hi-lo, l.shardJob)
	l.first = 0
}

// takeShards reads what AppendShards of Losses of the same Spec wrote, and notes whose shards are there.
func (l *Losses[T]) takeShards(b []byte, there *[Shards]bool) error {
	for len(b) > 0 {
		if len(b) < 8 {
			return fmt.Errorf("loss: shards are cut off")
		}
		s := binary.NativeEndian.Uint64(b)
		if s >= Shards {
			return fmt.Errorf("loss: there is no shard %d", s)
		}
		b = b[8:]
		sh := l.shards[s]
		size := len(bytesOf(sh.value))
		for k, reached := range sh.reaches {
			if reached {
				size += len(bytesOf(sh.grad[k]))
			}
		}
		if len(b) < size {
			return fmt.Errorf("loss: shard %d is cut off", s)
		}
		b = b[copy(bytesOf(sh.value), b):]
		for k, reached := range sh.reaches {
			if reached {
				b = b[copy(bytesOf(sh.grad[k]), b):]
			}
		}
		there[s] = true
	}
	return nil
}

// scatter fills all shards: some here, some elsewhere, and here those too whose answer did not come.
func (l *Losses[T]) scatter() {
	own := Shards
	if l.config.Elsewhere != nil && l.shared() {
		own = l.config.Elsewhere.Ask([2][]byte{bytesOf(l.net.Theta), bytesOf(l.theta)}, l.round)
	}
	l.compute(0, own)
	if own == Shards {
		return
	}
	var there [Shards]bool
	for b := l.config.Elsewhere.Answer(); b != nil; b = l.config.Elsewhere.Answer() {
		if err := l.takeShards(b, &there); err != nil {
			continue // it is computed here
		}
	}
	for s := own; s < Shards; s++ {
		if !there[s] {
			l.compute(s, s+1)
		}
	}
}

// shared reports whether another's Losses of the same Spec find the same in a shard: not where points have weights that follow their
// residuals, where directions are drawn each step, or where a penalty goes with the losses.
func (l *Losses[T]) shared() bool {
	if l.weighing != nil || l.penaltyGrad != nil {
		return false
	}
	for _, g := range l.groups {
		if g.estimated() {
			return false
		}
	}
	return true
}

// bytesOf is the memory of x.
func bytesOf[T kernel.Float](x []T) []byte {
	if len(x) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), uintptr(len(x))*unsafe.Sizeof(x[0]))
}
