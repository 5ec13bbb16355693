package server

import (
	"errors"
	"io"
	"net/http"

	"bingo-on-yandex-cloud/bingo/database"
)

// missing are the bodies in place of a row that is not there, by the setting; otherwise that is 404.
var missing = map[string]string{"null": "null\n", "list": "[]\n", "object": "{}\n"}

// list answers with the rows of a table, after asking for them so many times at once.
func list[T any](s *Server, table database.Table[T], whole bool, times int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// In memory before the first byte: an answer that has begun cannot become a 504.
		rows, err := table.List(r.Context(), s.Database, whole, times)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		answerList(w, rows)
	}
}

// row answers with the row of an id of so many bits.
func row[T any](s *Server, table database.Table[T], bits int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, ok := id(w, r, bits)
		if !ok {
			return
		}
		found, err := table.Row(r.Context(), s.Database, id)
		switch body, instead := missing[s.Settings.MissingRow]; {
		case err == nil:
			answerJSON(w, found)
		case !errors.Is(err, database.ErrNoRow):
			s.fail(w, r, err)
		case instead:
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, body)
		default:
			http.Error(w, "Not found.", http.StatusNotFound)
		}
	}
}
