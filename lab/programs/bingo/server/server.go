// Package server is bingo's HTTP service.
package server

import (
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"bingo-on-yandex-cloud/bingo/data"
	"bingo-on-yandex-cloud/bingo/database"
	"bingo-on-yandex-cloud/bingo/life"
)

const (
	requestsPerSecond = 100
	// A quarter of a second's worth may come at once: clients and networks are not perfectly even.
	burst = 25
)

// Server answers the requests that the package doc of the command lists.
type Server struct {
	Database *database.Database
	Health   *life.Health
	Log      *slog.Logger
	// LongDummy is how long /long_dummy takes.
	LongDummy time.Duration
	// Counts are the rows that POST /api/session chooses from.
	Counts data.Counts
}

// Handler answers all requests.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.greet)
	mux.HandleFunc("GET /ping", s.ping)
	mux.HandleFunc("POST /operation", s.operate)
	mux.HandleFunc("GET /db_dummy", s.dbDummy)
	mux.HandleFunc("GET /long_dummy", s.longDummy)
	mux.HandleFunc("GET /api/movie", s.movies)
	mux.HandleFunc("GET /api/movie/{id}", s.movie)
	mux.HandleFunc("GET /api/customer", s.customers)
	mux.HandleFunc("GET /api/customer/{id}", s.customer)
	mux.HandleFunc("GET /api/session", s.sessions)
	mux.HandleFunc("GET /api/session/{id}", s.session)
	mux.HandleFunc("POST /api/session", s.addSession)
	mux.HandleFunc("DELETE /api/session/{id}", s.deleteSession)
	limiter := rate.NewLimiter(requestsPerSecond, burst)
	return record(s.Log, limit(limiter, failWhenSick(s.Health, mux)))
}
