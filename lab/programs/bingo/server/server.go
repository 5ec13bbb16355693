// Package server is bingo's HTTP service.
package server

import (
	"log/slog"
	"net/http"

	"bingo-on-yandex-cloud/bingo/config"
	"bingo-on-yandex-cloud/bingo/database"
	"bingo-on-yandex-cloud/bingo/life"
	"bingo-on-yandex-cloud/bingo/settings"
)

// sessionQueries is how many times GET /api/session sends its query at once.
const sessionQueries = 3

// Server answers the requests that the README of the command lists.
type Server struct {
	Config   config.Config
	Settings settings.Settings
	Database *database.Database
	Health   *life.Health
	Log      *slog.Logger
	Quota    Quota
}

// Handler answers all requests.
func (s *Server) Handler() http.Handler {
	whole := s.Settings.Lists == "whole"
	greeted := "/{$}"
	if s.Settings.RootMethods == "get" {
		greeted = "GET /{$}"
	}
	mux := http.NewServeMux()
	mux.HandleFunc(greeted, s.greet)
	mux.HandleFunc("GET /ping", s.ping)
	mux.HandleFunc("GET /config", s.config)
	mux.HandleFunc("POST /operation", s.operate)
	mux.HandleFunc("GET /db_dummy", s.dbDummy)
	mux.HandleFunc("GET /long_dummy", s.longDummy)
	mux.HandleFunc("GET /api/movie", list(s, database.Movies, whole, 1))
	mux.HandleFunc("GET /api/movie/{id}", row(s, database.Movies, 32))
	mux.HandleFunc("GET /api/customer", list(s, database.Customers, whole, 1))
	mux.HandleFunc("GET /api/customer/{id}", row(s, database.Customers, 32))
	mux.HandleFunc("GET /api/session", list(s, database.Sessions, false, sessionQueries))
	mux.HandleFunc("GET /api/session/{id}", row(s, database.Sessions, 64))
	mux.HandleFunc("POST /api/session", s.addSession)
	mux.HandleFunc("DELETE /api/session/{id}", s.deleteSession)
	return record(s.Log, s.limitTime(s.limitRate(s.failWhenSick(mux))))
}
