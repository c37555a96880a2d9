package train

import (
	"fmt"
	"unsafe"

	"counterpoint/solver/experiment"
)

// Helper computes shards for a run of the same Spec that is elsewhere: see loss.Elsewhere. It belongs to one goroutine.
type Helper struct{ run *Run }

// NewHelper returns a helper for runs of spec.
func NewHelper(spec experiment.Spec, opt Options) (*Helper, error) {
	opt.Elsewhere = nil
	r, err := New(spec, opt)
	if err != nil {
		return nil, err
	}
	return &Helper{r}, nil
}

// AppendShards appends to dst what the shards lo to hi-1 find at parameters theta, in the precision in which they come, on the points
// of that round. Parameters of another size than the Spec's are an error.
func (h *Helper) AppendShards(dst []byte, lo, hi int, round uint64, theta []byte) ([]byte, error) {
	r := h.run
	const single, double = 4, 8
	n := len(r.params)
	if len(theta) == double*n && r.double == nil {
		if err := r.startFinish(); err != nil { // the run is in its finishing phase
			return dst, err
		}
	}
	if round != r.placement.Round {
		r.placement.Round = round
		if err := r.replace(); err != nil {
			return dst, err
		}
	}
	switch {
	case len(theta) == double*n:
		return r.double.appendShards(dst, lo, hi, theta), nil
	case len(theta) == single*n && r.single != nil:
		return r.single.appendShards(dst, lo, hi, theta), nil
	}
	return dst, fmt.Errorf("train: %d bytes are not the %d parameters of the run", len(theta), n)
}

func (e *engine[T]) appendShards(dst []byte, lo, hi int, theta []byte) []byte {
	copy(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(e.theta))), len(theta)), theta)
	e.net.Pack()
	return e.losses.AppendShards(dst, lo, hi)
}

// Close ends the helper.
func (h *Helper) Close() { h.run.Close() }
