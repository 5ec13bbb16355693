package server

import (
	"io"
	"net/http"
	"time"
)

func (s *Server) greet(w http.ResponseWriter, _ *http.Request) {
	io.WriteString(w, "Hi. Accept my congratulations. You have reached the stand-in for bingo.\n")
}

func (s *Server) ping(w http.ResponseWriter, _ *http.Request) {
	io.WriteString(w, "pong")
}

func (s *Server) config(w http.ResponseWriter, _ *http.Request) {
	shown := s.Config
	if s.Settings.ConfigPage == "masked" {
		shown = shown.Masked()
	}
	io.WriteString(w, shown.String())
}

func (s *Server) dbDummy(w http.ResponseWriter, r *http.Request) {
	if err := s.Database.Sleep(r.Context()); err != nil {
		s.fail(w, r, err)
		return
	}
	io.WriteString(w, "OK")
}

// longDummy puts the time of its answer into the body, so that the age of a cached answer can be read there.
func (s *Server) longDummy(w http.ResponseWriter, r *http.Request) {
	select {
	case <-time.After(s.Settings.LongDummy):
	case <-r.Context().Done():
		s.fail(w, r, r.Context().Err())
		return
	}
	answerJSON(w, map[string]string{"made_at": time.Now().UTC().Format(time.RFC3339Nano)})
}
