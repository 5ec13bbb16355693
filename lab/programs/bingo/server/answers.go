package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"bingo-on-yandex-cloud/bingo/database"
)

func answerJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	// An error here is the client's going away.
	_ = json.NewEncoder(w).Encode(value)
}

// answerRow answers with a row that was looked up, or with what came in its place.
func (s *Server) answerRow(w http.ResponseWriter, row any, err error) {
	switch {
	case errors.Is(err, database.ErrNoRow):
		http.Error(w, "Not found.", http.StatusNotFound)
	case err != nil:
		s.fail(w, err)
	default:
		answerJSON(w, row)
	}
}

func (s *Server) fail(w http.ResponseWriter, err error) {
	s.Log.Error("query failed", "error", err.Error())
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
