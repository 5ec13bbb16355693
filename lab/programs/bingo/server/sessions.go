package server

import (
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"

	"bingo-on-yandex-cloud/bingo/data"
)

func (s *Server) addSession(w http.ResponseWriter, r *http.Request) {
	counts := data.CountsOf(s.Settings.Scale)
	order := struct {
		Customer int32 `json:"customer_id"`
		Movie    int32 `json:"movie_id"`
	}{1 + rand.Int32N(int32(counts.Customers)), 1 + rand.Int32N(int32(counts.Movies))}
	if err := json.NewDecoder(r.Body).Decode(&order); err != nil && !errors.Is(err, io.EOF) {
		http.Error(w, `Expected {"customer_id": N, "movie_id": N} or nothing.`, http.StatusBadRequest)
		return
	}
	id, err := s.Database.AddSession(r.Context(), order.Customer, order.Movie)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	answerJSON(w, map[string]int64{"id": id})
}

func (s *Server) deleteSession(w http.ResponseWriter, r *http.Request) {
	if id, ok := id(w, r, 64); ok {
		if err := s.Database.DeleteSession(r.Context(), id); err != nil {
			s.fail(w, r, err)
			return
		}
		io.WriteString(w, "OK")
	}
}
