package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"bingo-on-yandex-cloud/bingo/database"
)

const (
	sessionsLimit = 20 * time.Second
	firstNewID    = 10_000_000
	// The largest integer that every JSON reader takes.
	lastNewID = 1<<53 - 1
)

func (s *Server) sessions(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), sessionsLimit)
	defer cancel()
	found, err := s.Database.Sessions(ctx)
	if err != nil {
		s.fail(w, err)
		return
	}
	answerArray(s, w, func(give func(database.Session) error) error {
		for session := range slices.Values(found[0]) {
			if err := give(session); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Server) session(w http.ResponseWriter, r *http.Request) {
	if id, ok := id(w, r, 64); ok {
		session, err := s.Database.Session(r.Context(), id)
		s.answerRow(w, session, err)
	}
}

func (s *Server) addSession(w http.ResponseWriter, r *http.Request) {
	order := struct {
		Customer int32 `json:"customer_id"`
		Movie    int32 `json:"movie_id"`
	}{1 + rand.Int32N(int32(s.Counts.Customers)), 1 + rand.Int32N(int32(s.Counts.Movies))}
	if err := json.NewDecoder(r.Body).Decode(&order); err != nil && !errors.Is(err, io.EOF) {
		http.Error(w, `Expected {"customer_id": N, "movie_id": N} or nothing.`, http.StatusBadRequest)
		return
	}
	// The table has no sequence; the largest id and one would collide between processes.
	id := firstNewID + rand.Int64N(lastNewID-firstNewID)
	if err := s.Database.AddSession(r.Context(), id, order.Customer, order.Movie); err != nil {
		s.fail(w, err)
		return
	}
	answerJSON(w, map[string]int64{"id": id})
}

func (s *Server) deleteSession(w http.ResponseWriter, r *http.Request) {
	if id, ok := id(w, r, 64); ok {
		if err := s.Database.DeleteSession(r.Context(), id); err != nil {
			s.fail(w, err)
			return
		}
		io.WriteString(w, "OK")
	}
}
