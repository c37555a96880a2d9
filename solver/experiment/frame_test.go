package experiment

import (
	"errors"
	"math"
	"reflect"
	"testing"
)

func sample() *Frame {
	return &Frame{
		Snapshot: Snapshot{
			Step: 7, Seconds: 1.5, LR: 1e-3, Loss: []float64{1, math.Inf(1)}, Weight: []float64{1, 2}, Gram: []float64{1, 2, 2, 5},
			BlockGram: []float64{1, 1, 1, 2, 0, 1, 1, 3}, Update: []float64{.1, -.2}, UpdateNorm: 3, Error: []float64{.5}, Centered: []float64{.75}, Unknown: []float64{.3}, Stat: []float64{.1, .2, .3, .4, 5},
		},
		Gen: 3, Request: 9, Running: true, Rate: 12.5, W: 2, H: 3,
		Grids: []Grid{{Lo: -1, Hi: 2, Value: []float32{-1, 0, 1, 2, 0, 1}}, {Value: make([]float32, 6)}},
	}
}

func TestFrameRoundTrip(t *testing.T) {
	f := sample()
	buf := f.Encode(nil)
	var g Frame
	for range 2 { // the second time into reused memory
		if err := g.Decode(buf); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(*f, g) {
			t.Fatalf("got %+v, want %+v", g, *f)
		}
	}
	if n := testing.AllocsPerRun(10, func() { buf = f.Encode(buf); _ = g.Decode(buf) }); n != 0 {
		t.Errorf("%g allocations to encode and decode again, want 0", n)
	}
	empty := &Frame{}
	if err := g.Decode(empty.Encode(nil)); err != nil || len(g.Grids) != 0 || len(g.Loss) != 0 {
		t.Errorf("an empty frame: %v, %+v", err, g)
	}
}

func TestFrameRefusesWhatIsNone(t *testing.T) {
	buf := sample().Encode(nil)
	var g Frame
	checked := 0
	for n := range buf {
		checked++
		if err := g.Decode(buf[:n]); !errors.Is(err, ErrFrame) {
			t.Fatalf("%d of %d bytes: %v", n, len(buf), err)
		}
	}
	if checked == 0 {
		t.Fatal("nothing was checked")
	}
}

func FuzzFrame(f *testing.F) {
	f.Add(sample().Encode(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		var g Frame
		if g.Decode(b) != nil {
			return
		}
		if again := g.Encode(nil); len(again) != len(b) {
			t.Errorf("%d bytes decode and encode to %d", len(b), len(again))
		}
	})
}
