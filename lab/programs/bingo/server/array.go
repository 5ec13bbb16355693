package server

import (
	"bufio"
	"encoding/json"
	"net/http"
)

// array writes a JSON array element by element, so that a whole table is never held.
type array struct {
	w       http.ResponseWriter
	buffer  *bufio.Writer
	encoder *json.Encoder
	started bool
}

func newArray(w http.ResponseWriter) *array {
	buffer := bufio.NewWriterSize(w, 64<<10)
	return &array{w: w, buffer: buffer, encoder: json.NewEncoder(buffer)}
}

func (a *array) start() {
	if !a.started {
		a.started = true
		a.w.Header().Set("Content-Type", "application/json")
		a.buffer.WriteByte('[')
	}
}

func (a *array) add(element any) error {
	if a.started {
		a.buffer.WriteByte(',')
	}
	a.start()
	return a.encoder.Encode(element)
}

func (a *array) end() {
	a.start()
	a.buffer.WriteByte(']')
	_ = a.buffer.Flush()
}

// answerArray streams what each gives. An error before the first element is a 500; after it the connection is cut, so
// that the client cannot take half an answer for the whole.
func answerArray[T any](s *Server, w http.ResponseWriter, each func(give func(T) error) error) {
	answer := newArray(w)
	err := each(func(element T) error { return answer.add(element) })
	switch {
	case err == nil:
		answer.end()
	case answer.started:
		s.Log.Error("answer cut", "error", err.Error())
		panic(http.ErrAbortHandler)
	default:
		s.fail(w, err)
	}
}
