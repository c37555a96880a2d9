package interchange

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"

	"counterpoint/solver/experiment"
)

// The event files of TensorBoard (tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto): records of a length
// (uint64), its masked CRC-32C, the data and theirs. The data are an Event message in protobuf's wire format: wall_time = 1 (double), step = 2,
// file_version = 3, summary = 5 {value = 1 {tag = 1, simple_value = 2 (float)}}, session_log = 7 {status = 1}.

// EventWriter writes a run's scalars for TensorBoard. Its wall time is the training time, so that the same run gives the same curves.
type EventWriter struct {
	w      io.Writer
	losses []string
	fields []string
	extra  []string // unknown coefficients
	event  []byte
}

// NewEventWriter starts an event file for a run that stands at the given step; TensorBoard drops what earlier files of the folder say of later
// ones.
func NewEventWriter(w io.Writer, losses, fields, unknowns []string, step int) (*EventWriter, error) {
	e := &EventWriter{w: w, losses: losses, fields: fields, extra: unknowns}
	if err := e.record(bytesField(appendTime(nil, 0), 3, []byte("brain.Event:2"))); err != nil {
		return nil, err
	}
	const start = 1 // SessionLog.START
	return e, e.record(bytesField(varintField(appendTime(nil, 0), 2, uint64(step)), 7, varintField(nil, 1, start)))
}

// Row writes a snapshot: losses, weights, gradient norms, cosines, errors that were judged, coefficients, learning rate.
func (e *EventWriter) Row(s *experiment.Snapshot) error {
	var summary []byte
	scalar := func(value float64, tag string, args ...any) {
		if math.IsNaN(value) {
			return
		}
		v := bytesField(nil, 1, fmt.Appendf(nil, tag, args...))
		v = binary.LittleEndian.AppendUint32(append(v, 2<<3|5), math.Float32bits(float32(value)))
		summary = bytesField(summary, 1, v)
	}
	k := len(e.losses)
	for i, name := range e.losses {
		scalar(s.Loss[i], "loss/%s", name)
		scalar(s.Weight[i], "weight/%s", name)
		scalar(math.Sqrt(s.Gram[i*k+i]), "gradient norm/%s", name)
		for j := range i {
			scalar(s.Cosine(i, j), "gradient cosine/%s, %s", e.losses[j], name)
		}
	}
	for i, name := range e.fields {
		scalar(s.Error[i], "relative L2 error/%s", name)
	}
	for i, name := range e.extra {
		scalar(s.Unknown[i], "coefficient/%s", name)
	}
	scalar(s.LR, "learning rate")
	e.event = bytesField(varintField(appendTime(e.event[:0], s.Seconds), 2, uint64(s.Step)), 5, summary)
	return e.record(e.event)
}

// record frames data.
func (e *EventWriter) record(data []byte) error {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(data)))
	b = binary.LittleEndian.AppendUint32(b, masked(b))
	b = append(b, data...)
	b = binary.LittleEndian.AppendUint32(b, masked(data))
	_, err := e.w.Write(b)
	return err
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// masked is the checksum of records: rotated and shifted, so that a checksum of data that hold one is no trap.
func masked(b []byte) uint32 {
	c := crc32.Checksum(b, castagnoli)
	return (c>>15 | c<<17) + 0xa282ead8
}

func appendTime(b []byte, seconds float64) []byte {
	return binary.LittleEndian.AppendUint64(append(b, 1<<3|1), math.Float64bits(seconds))
}

func varintField(b []byte, field byte, v uint64) []byte {
	return binary.AppendUvarint(append(b, field<<3), v)
}

func bytesField(b []byte, field byte, v []byte) []byte {
	return append(binary.AppendUvarint(append(b, field<<3|2), uint64(len(v))), v...)
}
