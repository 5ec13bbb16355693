package server

import (
	"encoding/json"
	"io"
	"net/http"

	"bingo-on-yandex-cloud/bingo/life"
	"bingo-on-yandex-cloud/bingo/operation"
)

func (s *Server) operate(w http.ResponseWriter, r *http.Request) {
	var order struct {
		Operation *int64 `json:"operation"`
	}
	if err := json.NewDecoder(r.Body).Decode(&order); err != nil || order.Operation == nil {
		http.Error(w, `Expected {"operation": N}, N an integer.`, http.StatusBadRequest)
		return
	}
	switch operation.EffectOf(*order.Operation) {
	case operation.Sick:
		s.Health.Sicken()
		feelBad(w)
		return
	case operation.Panic:
		// In the handler's own goroutine it would end the request only.
		go panic("operation of the panic range")
		select {}
	case operation.Leak:
		go life.Leak()
	}
	io.WriteString(w, "OK")
}
