package main

import (
	"log/slog"
	"net/http"
	"time"
)

const (
	outsideURL   = "http://8.8.8.8/"
	outsideLimit = 30 * time.Second
)

// callOutside sends the request and waits for an answer, a refusal or the limit. All three are accepted.
func callOutside(log *slog.Logger) {
	// No proxy: the request itself has to leave.
	client := http.Client{Timeout: outsideLimit, Transport: &http.Transport{}}
	answer, err := client.Get(outsideURL)
	if err != nil {
		log.Warn("outside", "error", err.Error())
		return
	}
	answer.Body.Close()
	log.Info("outside", "status", answer.StatusCode)
}
