package server

import (
	"net/http"

	"bingo-on-yandex-cloud/bingo/database"
)

func (s *Server) movies(w http.ResponseWriter, r *http.Request) {
	answerArray(s, w, func(give func(database.Movie) error) error { return s.Database.EachMovie(r.Context(), give) })
}

func (s *Server) customers(w http.ResponseWriter, r *http.Request) {
	answerArray(s, w, func(give func(database.Customer) error) error { return s.Database.EachCustomer(r.Context(), give) })
}

func (s *Server) movie(w http.ResponseWriter, r *http.Request) {
	if id, ok := id(w, r, 32); ok {
		movie, err := s.Database.Movie(r.Context(), id)
		s.answerRow(w, movie, err)
	}
}

func (s *Server) customer(w http.ResponseWriter, r *http.Request) {
	if id, ok := id(w, r, 32); ok {
		customer, err := s.Database.Customer(r.Context(), id)
		s.answerRow(w, customer, err)
	}
}
