package main

import (
	"fmt"
	"io"
	"syscall/js"
)

// browserFile reads a file that the visitor chose, piece by piece and only as far as it is asked for: it never is in memory as a whole.
type browserFile struct {
	blob   js.Value
	reader js.Value // FileReaderSync: workers may wait
	size   int64
	at     int64
	piece  []byte // content from at on
}

// pieceSize is how much is read at a time: a call into the browser costs as much as copying some hundred kilobytes.
const pieceSize = 1 << 20

func newBrowserFile(blob js.Value) *browserFile {
	return &browserFile{blob: blob, reader: self.Get("FileReaderSync").New(), size: int64(blob.Get("size").Float())}
}

// ReadAt implements io.ReaderAt.
func (f *browserFile) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) {
		if off >= f.size {
			return n, io.EOF
		}
		if off < f.at || off >= f.at+int64(len(f.piece)) {
			if err := f.load(off); err != nil {
				return n, err
			}
		}
		k := copy(p[n:], f.piece[off-f.at:])
		n, off = n+k, off+int64(k)
	}
	return n, nil
}

// load reads the piece at off. The browser throws where a file has changed or gone since it was chosen.
func (f *browserFile) load(off int64) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("the browser cannot read the file on: %v; choose it again", x)
		}
	}()
	end := min(off+pieceSize, f.size)
	buffer := f.reader.Call("readAsArrayBuffer", f.blob.Call("slice", float64(off), float64(end)))
	n := int(end - off)
	if cap(f.piece) < n {
		f.piece = make([]byte, n)
	}
	f.piece = f.piece[:n]
	if got := js.CopyBytesToGo(f.piece, self.Get("Uint8Array").New(buffer)); got != n {
		return io.ErrUnexpectedEOF
	}
	f.at = off
	return nil
}
