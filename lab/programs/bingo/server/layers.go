package server

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// limitTime gives a request so long for everything, its turn included. What fails after that is answered by 504.
func (s *Server) limitTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.Settings.RequestLimit)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (s *Server) limitRate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Settings.Limiter == "refuse" {
			if !s.Quota.take() {
				http.Error(w, "Too many requests.", http.StatusTooManyRequests)
				return
			}
		} else if err := s.Quota.wait(r.Context()); err != nil {
			s.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) failWhenSick(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Health.Sick() {
			feelBad(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func feelBad(w http.ResponseWriter) {
	http.Error(w, "I feel bad.", http.StatusInternalServerError)
}

// record writes two long records for each request. The real log grows fast too.
func record(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		log := log.With("method", r.Method, "path", r.URL.Path, "headers", r.Header, "from", r.RemoteAddr)
		log.Debug("request", "stack", string(debug.Stack()))
		answer := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(answer, r)
		log.Info("answer", "status", answer.status, "seconds", time.Since(start).Seconds(), "stack", string(debug.Stack()))
	})
}

// statusWriter remembers the status for the log.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader keeps the status and passes it on.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
