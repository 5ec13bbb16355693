package server

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"runtime"

	"bingo-on-yandex-cloud/bingo/life"
	"bingo-on-yandex-cloud/bingo/operation"
)

func (s *Server) operate(w http.ResponseWriter, r *http.Request) {
	order := struct {
		Operation int64 `json:"operation"`
	}{-1}
	if err := json.NewDecoder(r.Body).Decode(&order); err != nil || order.Operation < 0 {
		http.Error(w, `Expected {"operation": N}, N an integer from 0.`, http.StatusBadRequest)
		return
	}
	effectOf := operation.Masked
	if s.Settings.Operation == "plain" {
		effectOf = operation.Plain
	}
	switch effectOf(order.Operation) {
	case operation.Sick:
		s.Health.Sicken()
		feelBad(w)
		return
	case operation.Panic:
		life.Die()
	case operation.Leak:
		go life.Leak()
	}
	if s.Settings.OperationAnswer == "ok" {
		io.WriteString(w, "OK")
		return
	}
	host, _ := os.Hostname()
	answerJSON(w, map[string]any{"hostname": host, "pid": os.Getpid(), "os": runtime.GOOS, "arch": runtime.GOARCH, "cpus": runtime.NumCPU()})
}
