//go:build database

package server

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"bingo-on-yandex-cloud/bingo/data"
	"bingo-on-yandex-cloud/bingo/database"
	"bingo-on-yandex-cloud/bingo/life"
	"bingo-on-yandex-cloud/bingo/prepare"
)

var counts = data.CountsOf(0.002)

// empty is a connection to a schema of its own, which ends with the test.
func empty(t *testing.T) *pgxpool.Pool {
	dsn := os.Getenv("STANDIN_TEST_DSN")
	if dsn == "" {
		t.Fatal("STANDIN_TEST_DSN: expected the URL of a PostgreSQL to try this on, found none")
	}
	config, err := pgxpool.ParseConfig(dsn)
	must(t, err)
	schema := fmt.Sprintf("standin_test_%d", time.Now().UnixNano())
	config.ConnConfig.RuntimeParams["search_path"] = schema
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	must(t, err)
	t.Cleanup(pool.Close)
	_, err = pool.Exec(t.Context(), "CREATE SCHEMA "+schema)
	must(t, err)
	t.Cleanup(func() { pool.Exec(context.Background(), "DROP SCHEMA "+schema+" CASCADE") })
	return pool
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, pool *pgxpool.Pool, style string) error {
	return prepare.Run(t.Context(), pool, slog.New(slog.DiscardHandler), counts, style)
}

func number(t *testing.T, pool *pgxpool.Pool, sql string) (found int) {
	must(t, pool.QueryRow(t.Context(), sql).Scan(&found))
	return found
}

func TestEveryStyleLoadsTheSame(t *testing.T) {
	sums := map[string]string{}
	for _, style := range []string{"batch", "single"} {
		pool := empty(t)
		must(t, load(t, pool, style))
		var sum string
		must(t, pool.QueryRow(t.Context(), `SELECT concat(
			(SELECT md5(string_agg(customers::text, '' ORDER BY id)) FROM customers),
			(SELECT md5(string_agg(movies::text, '' ORDER BY id)) FROM movies),
			(SELECT md5(string_agg(sessions::text, '' ORDER BY id)) FROM sessions))`).Scan(&sum))
		sums[sum] = style
		if found := number(t, pool, "SELECT count(*) FROM sessions"); found != counts.Sessions {
			t.Errorf("%s: expected %d sessions, found %d", style, counts.Sessions, found)
		}
		if found := number(t, pool, "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema()"); found != 0 {
			t.Errorf("%s: expected no index, found %d", style, found)
		}
	}
	if len(sums) != 1 {
		t.Errorf("expected the same rows in each style, found %v", sums)
	}
}

func TestASecondLoadChangesNothing(t *testing.T) {
	pool := empty(t)
	must(t, load(t, pool, "batch"))
	err := load(t, pool, "batch")
	if err == nil || !strings.Contains(err.Error(), "already exists") {
		t.Errorf("expected already exists, found %v", err)
	}
	if found := number(t, pool, "SELECT count(*) FROM movies"); found != counts.Movies {
		t.Errorf("expected %d movies, found %d", counts.Movies, found)
	}
}

func serving(t *testing.T) http.Handler {
	pool := empty(t)
	must(t, load(t, pool, "batch"))
	s := &Server{Database: &database.Database{Pool: pool}, Health: &life.Health{}, Log: slog.New(slog.DiscardHandler), Counts: counts}
	return s.Handler()
}

func decode[T any](t *testing.T, handler http.Handler, method, path, body string) (value T) {
	t.Helper()
	answer := ask(handler, method, path, body)
	if answer.Code != 200 {
		t.Fatalf("%s %s: expected 200, found %d %s", method, path, answer.Code, answer.Body)
	}
	must(t, json.Unmarshal(answer.Body.Bytes(), &value))
	return value
}

func TestReads(t *testing.T) {
	handler := serving(t)
	if found := len(decode[[]database.Movie](t, handler, "GET", "/api/movie", "")); found != counts.Movies {
		t.Errorf("expected %d movies, found %d", counts.Movies, found)
	}
	if found := len(decode[[]database.Customer](t, handler, "GET", "/api/customer", "")); found != counts.Customers {
		t.Errorf("expected %d customers, found %d", counts.Customers, found)
	}
	if found := decode[database.Movie](t, handler, "GET", "/api/movie/7", ""); found.ID != 7 {
		t.Errorf("expected movie 7, found %+v", found)
	}
	if found := decode[database.Customer](t, handler, "GET", "/api/customer/7", ""); found.ID != 7 {
		t.Errorf("expected customer 7, found %+v", found)
	}
	// Those without a customer or a movie are not in a join.
	sessions := decode[[]database.Session](t, handler, "GET", "/api/session", "")
	if expected := counts.Sessions - 2*counts.Sessions/1000; len(sessions) != expected {
		t.Errorf("expected %d sessions, found %d", expected, len(sessions))
	}
	if first, last := sessions[0].Movie.Year, sessions[len(sessions)-1].Movie.Year; first <= last {
		t.Errorf("expected the latest year first, found %d first and %d last", first, last)
	}
	for _, path := range []string{"/api/movie/999999", "/api/customer/999999", "/api/session/333"} {
		if found := ask(handler, "GET", path, "").Code; found != 404 {
			t.Errorf("GET %s: expected 404, found %d", path, found)
		}
	}
	if found := ask(handler, "GET", "/db_dummy", ""); found.Code != 200 {
		t.Errorf("GET /db_dummy: expected 200, found %d", found.Code)
	}
}

func TestAddsAndDeletesASession(t *testing.T) {
	handler := serving(t)
	for _, body := range []string{"", `{"customer_id": 3, "movie_id": 4}`} {
		added := decode[struct{ ID int64 }](t, handler, "POST", "/api/session", body)
		path := fmt.Sprintf("/api/session/%d", added.ID)
		found := decode[database.Session](t, handler, "GET", path, "")
		if body != "" && (found.Customer.ID != 3 || found.Movie.ID != 4) {
			t.Errorf("expected customer 3 and movie 4, found %+v", found)
		}
		if found := ask(handler, "DELETE", path, "").Code; found != 200 {
			t.Errorf("DELETE %s: expected 200, found %d", path, found)
		}
		if found := ask(handler, "GET", path, "").Code; found != 404 {
			t.Errorf("GET %s: expected 404 after DELETE, found %d", path, found)
		}
	}
}

func TestFailsWithoutTables(t *testing.T) {
	s := &Server{Database: &database.Database{Pool: empty(t)}, Health: &life.Health{}, Log: slog.New(slog.DiscardHandler)}
	for _, path := range []string{"/api/movie", "/api/movie/1", "/api/session"} {
		if found := ask(s.Handler(), "GET", path, "").Code; found != 500 {
			t.Errorf("GET %s: expected 500, found %d", path, found)
		}
	}
}
