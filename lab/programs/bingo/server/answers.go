package server

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
)

func answerJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	// An error here is the client's going away.
	_ = json.NewEncoder(w).Encode(value)
}

// answerList encodes row by row: as one value, a list would be twice in memory.
func answerList[T any](w http.ResponseWriter, rows []T) {
	w.Header().Set("Content-Type", "application/json")
	buffer := bufio.NewWriterSize(w, 64<<10)
	defer buffer.Flush()
	encoder := json.NewEncoder(buffer)
	separator := byte('[')
	for i := range rows {
		buffer.WriteByte(separator)
		_ = encoder.Encode(&rows[i])
		separator = ','
	}
	if len(rows) == 0 {
		buffer.WriteByte('[')
	}
	buffer.WriteByte(']')
}

// fail answers a request that ended in an error: 504 when its time is over.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.Log.Error("request failed", "error", err.Error())
	if errors.Is(r.Context().Err(), context.DeadlineExceeded) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusGatewayTimeout)
		io.WriteString(w, `{"error":"timeout"}`)
		return
	}
	http.Error(w, "Internal server error.", http.StatusInternalServerError)
}

// id takes the id from the path, an integer of so many bits; if it is none, it answers 400.
func id(w http.ResponseWriter, r *http.Request, bits int) (int64, bool) {
	number, err := strconv.ParseInt(r.PathValue("id"), 10, bits)
	if err != nil {
		http.Error(w, "The id is no integer, or too large.", http.StatusBadRequest)
	}
	return number, err == nil
}
