//go:build database

package server

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"bingo-on-yandex-cloud/bingo/data"
	"bingo-on-yandex-cloud/bingo/database"
	"bingo-on-yandex-cloud/bingo/logs"
	"bingo-on-yandex-cloud/bingo/prepare"
)

var small = prepare.Order{Counts: data.CountsOf(0.002), Dangling: true, Batch: 1000, Leave: true}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// dsn is the URL of the PostgreSQL to try this on, with further parameters.
func dsn(t *testing.T, name, value string) string {
	found, err := url.Parse(os.Getenv("STANDIN_TEST_DSN"))
	must(t, err)
	if found.Host == "" {
		t.Fatal("STANDIN_TEST_DSN: expected the URL of a PostgreSQL to try this on, found none")
	}
	parameters := found.Query()
	parameters.Set(name, value)
	found.RawQuery = parameters.Encode()
	return found.String()
}

func connected(t *testing.T, dsns ...string) *database.Database {
	t.Helper()
	d, err := database.Connect(t.Context(), dsns, "hasql", "simple")
	must(t, err)
	t.Cleanup(d.Close)
	return d
}

// empty is a database with a schema of its own, which ends with the test.
func empty(t *testing.T) (d *database.Database, url string) {
	schema := fmt.Sprintf("standin_test_%d", time.Now().UnixNano())
	url = dsn(t, "search_path", schema)
	d = connected(t, url)
	_, err := pool(t, d).Exec("CREATE SCHEMA " + schema)
	must(t, err)
	t.Cleanup(func() { pool(t, d).Exec("DROP SCHEMA " + schema + " CASCADE") })
	return d, url
}

func pool(t *testing.T, d *database.Database) *sql.DB {
	t.Helper()
	pool, err := d.Pool()
	must(t, err)
	return pool
}

// load prepares by a pool of its own, as prepare_db does, and returns what was on the terminal.
func load(t *testing.T, url string, order prepare.Order) (terminal string, err error) {
	t.Helper()
	var output bytes.Buffer
	err = prepare.Run(t.Context(), pool(t, connected(t, url)), logs.Terminal(&output), order)
	return output.String(), err
}

func number(t *testing.T, d *database.Database, sql string) (found int) {
	t.Helper()
	must(t, pool(t, d).QueryRow(sql).Scan(&found))
	return found
}

func TestEveryStyleLoadsTheSame(t *testing.T) {
	sums, said := map[string]int{}, map[int]int{}
	for _, batch := range []int{1000, 1} {
		d, url := empty(t)
		order := small
		order.Batch = batch
		terminal, err := load(t, url, order)
		must(t, err)
		var sum string
		must(t, pool(t, d).QueryRow(`SELECT concat(
			(SELECT md5(string_agg(customers::text, '' ORDER BY id)) FROM customers),
			(SELECT md5(string_agg(movies::text, '' ORDER BY id)) FROM movies),
			(SELECT md5(string_agg(sessions::text, '' ORDER BY id)) FROM sessions))`).Scan(&sum))
		sums[sum] = batch
		said[strings.Count(terminal, `"Session inserted"`)]++
		for table, expected := range map[string]int{
			"customers": small.Counts.Customers, "movies": small.Counts.Movies, "sessions": small.Counts.Sessions,
		} {
			if found := number(t, d, "SELECT count(*) + max(id) FROM "+table); found != 2*expected {
				t.Errorf("%d rows a statement: expected %s 1 to %d, found %d for count and highest id", batch, table, expected, found)
			}
		}
		if !strings.HasSuffix(terminal, `"msg":"Data initialisation compleat."}`+"\n") {
			t.Errorf("%d rows a statement: expected an end of the data's initialisation, found %s", batch, terminal)
		}
		if found := number(t, d, `SELECT count(*) FROM pg_indexes
			WHERE schemaname = current_schema() AND tablename <> 'schema_migrations'`); found != 0 {
			t.Errorf("expected no index, found %d", found)
		}
	}
	if len(sums) != 1 || said[small.Counts.Sessions/1000] != 2 {
		t.Errorf("expected the same rows and lines in each style, found %v, %v", sums, said)
	}
}

func TestASecondLoadChangesNothing(t *testing.T) {
	d, url := empty(t)
	for range 2 {
		_, err := load(t, url, small)
		must(t, err)
	}
	refusing := small
	refusing.Leave = false
	if _, err := load(t, url, refusing); err == nil || err.Error() != "expected empty tables, found rows" {
		t.Errorf("expected a load that finds rows, found %v", err)
	}
	if found := number(t, d, "SELECT count(*) FROM movies"); found != small.Counts.Movies {
		t.Errorf("expected %d movies, found %d", small.Counts.Movies, found)
	}
}

func TestTablesMadeBeforehandAreTaken(t *testing.T) {
	d, url := empty(t)
	_, err := pool(t, d).Exec("CREATE TABLE movies (id serial PRIMARY KEY, name varchar, year int, duration bigint)")
	must(t, err)
	_, err = load(t, url, small)
	must(t, err)
	if found := number(t, d, "SELECT max(id) FROM movies"); found != small.Counts.Movies {
		t.Errorf("expected %d movies, found %d", small.Counts.Movies, found)
	}
}

func TestAFailedRowIsAWarningAndLeavesAGap(t *testing.T) {
	for _, batch := range []int{1000, 1} {
		d, url := empty(t)
		order := small
		order.Batch, order.Lose = batch, 3
		terminal, err := load(t, url, order)
		must(t, err)
		if found := strings.Count(terminal, `"level":"warn"`); found != 3 || strings.Count(terminal, `"Failed insertion"`) != 3 {
			t.Errorf("%d rows a statement: expected three warnings, found %d in %s", batch, found, terminal)
		}
		count, last := number(t, d, "SELECT count(*) FROM sessions"), number(t, d, "SELECT max(id) FROM sessions")
		if count != small.Counts.Sessions-3 || last <= count {
			t.Errorf("%d rows a statement: expected three rows less and gaps, found %d rows and ids to %d", batch, count, last)
		}
		order.Fail = true
		if _, err := load(t, second(t), order); err == nil || !strings.Contains(err.Error(), "filling sessions: ") {
			t.Errorf("expected a load that fails, found %v", err)
		}
	}
}

func second(t *testing.T) string {
	_, url := empty(t)
	return url
}

func TestTheLoadGoesOnWhenItsConnectionEnds(t *testing.T) {
	d, url := empty(t)
	order := small
	order.Batch = 1
	pool := pool(t, d)
	go func() {
		for n := 0; n < 3; time.Sleep(100 * time.Millisecond) {
			ended, _ := pool.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE query LIKE 'INSERT INTO sessions %' AND pid <> pg_backend_pid()`)
			if ended == nil {
				return
			}
			if rows, _ := ended.RowsAffected(); rows > 0 {
				n++
			}
		}
	}()
	terminal, err := load(t, url, order)
	must(t, err)
	warnings, count := strings.Count(terminal, `"Failed insertion"`), number(t, d, "SELECT count(*) FROM sessions")
	// A row whose answer is lost may be in the table.
	if warnings == 0 || warnings > 3 || count < order.Counts.Sessions-3 {
		t.Errorf("expected up to three rows to fail and no more to be lost, found %d and %d of %d", warnings, count, order.Counts.Sessions)
	}
}

func serving(t *testing.T, pairs ...string) *Server {
	t.Helper()
	d, url := empty(t)
	_, err := load(t, url, small)
	must(t, err)
	s := well(t, append(pairs, "STANDIN_SCALE", "0.002")...)
	s.Database = d
	return s
}

func decode[T any](t *testing.T, s *Server, method, path, body string) (value T) {
	t.Helper()
	answer := ask(s, method, path, body)
	if answer.Code != 200 {
		t.Fatalf("%s %s: expected 200, found %d %s", method, path, answer.Code, answer.Body)
	}
	must(t, json.Unmarshal(answer.Body.Bytes(), &value))
	return value
}

func TestReads(t *testing.T) {
	s, counts := serving(t), small.Counts
	if found := decode[database.Movie](t, s, "GET", "/api/movie/7", ""); found.ID != 7 {
		t.Errorf("expected movie 7, found %+v", found)
	}
	if found := decode[database.Customer](t, s, "GET", "/api/customer/7", ""); found.ID != 7 {
		t.Errorf("expected customer 7, found %+v", found)
	}
	// Those without a customer or a movie are not in a join.
	sessions := decode[[]database.Session](t, s, "GET", "/api/session", "")
	if expected := counts.Sessions - 2*counts.Sessions/1000; len(sessions) != expected {
		t.Errorf("expected %d sessions, found %d", expected, len(sessions))
	}
	if first, last := sessions[0].Movie.Year, sessions[len(sessions)-1].Movie.Year; first <= last {
		t.Errorf("expected the latest year first, found %d first and %d last", first, last)
	}
	if found := ask(s, "GET", "/db_dummy", ""); found.Code != 200 {
		t.Errorf("GET /db_dummy: expected 200, found %d", found.Code)
	}
}

func TestTheOrderOfLists(t *testing.T) {
	s := serving(t)
	// It is the first whatever the others are, then the second by its id.
	for range 2 {
		_, err := pool(t, s.Database).Exec(`INSERT INTO customers (name, surname, birthday, email) VALUES ('', '', '1900-01-01', '');
			INSERT INTO movies (name, year, duration) VALUES ('', 3000, 1)`)
		must(t, err)
	}
	last := int32(small.Counts.Customers)
	customers := decode[[]database.Customer](t, s, "GET", "/api/customer", "")
	if len(customers) != int(last)+2 || customers[0].ID != last+2 || customers[1].ID != last+1 {
		t.Errorf("expected customers %d and %d first, found %+v of %d", last+2, last+1, customers[:2], len(customers))
	}
	movies := decode[[]database.Movie](t, s, "GET", "/api/movie", "")
	if last := int32(small.Counts.Movies); movies[0].ID != last+2 || movies[1].ID != last+1 || movies[2].Year < movies[len(movies)-1].Year {
		t.Errorf("expected movies %d and %d first, found %+v", last+2, last+1, movies[:2])
	}
}

func TestListsEndAt100000Rows(t *testing.T) {
	d, _ := empty(t)
	_, err := pool(t, d).Exec(`CREATE TABLE customers AS
		SELECT n AS id, repeat('n', 8) AS name, repeat('s', 10) AS surname, DATE '1990-01-01' AS birthday, repeat('e', 40) AS email
		FROM generate_series(1, 100001) n`)
	must(t, err)
	for lists, expected := range map[string]int{"ordered": 100_000, "whole": 100_001} {
		s := well(t, "STANDIN_LISTS", lists)
		s.Database = d
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if found := len(decode[[]database.Customer](t, s, "GET", "/api/customer", "")); found != expected {
			t.Errorf("%s: expected %d rows, found %d", lists, expected, found)
		}
		runtime.ReadMemStats(&after)
		t.Logf("%s: %d MB from the system, %d MB allocated", lists, after.Sys>>20, (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}

func TestARowThatIsNotThere(t *testing.T) {
	d := serving(t).Database
	for setting, expected := range map[string]string{"404": "404 Not found.", "null": "200 null", "list": "200 []", "object": "200 {}"} {
		s := well(t, "STANDIN_MISSING_ROW", setting)
		s.Database = d
		for _, path := range []string{"/api/movie/999999", "/api/customer/-1", "/api/session/333"} {
			answer := ask(s, "GET", path, "")
			if found := fmt.Sprintf("%d %s", answer.Code, strings.TrimSpace(answer.Body.String())); found != expected {
				t.Errorf("GET %s: expected %s, found %s", path, expected, found)
			}
		}
	}
}

func TestAddsAndDeletesASession(t *testing.T) {
	for _, statements := range []string{"simple", "prepared"} {
		_, url := empty(t)
		_, err := load(t, url, small)
		must(t, err)
		s := well(t, "STANDIN_SCALE", "0.002")
		s.Database, err = database.Connect(t.Context(), []string{url}, "fixed", statements)
		must(t, err)
		t.Cleanup(s.Database.Close)
		if found := number(t, s.Database, "SELECT count(*) FROM pg_prepared_statements"); found > 0 != (statements == "prepared") {
			t.Errorf("expected %s statements, found %d prepared", statements, found)
		}
		addAndDelete(t, s)
	}
}

func addAndDelete(t *testing.T, s *Server) {
	for n, body := range []string{"", `{"customer_id": 3, "movie_id": 4}`} {
		added := decode[struct{ ID int64 }](t, s, "POST", "/api/session", body)
		if expected := int64(small.Counts.Sessions + n + 1); added.ID != expected {
			t.Errorf("expected the sequence's next id, %d, found %d", expected, added.ID)
		}
		path := fmt.Sprintf("/api/session/%d", added.ID)
		found := decode[database.Session](t, s, "GET", path, "")
		if body != "" && (found.Customer.ID != 3 || found.Movie.ID != 4) {
			t.Errorf("expected customer 3 and movie 4, found %+v", found)
		}
		if found := ask(s, "DELETE", path, "").Code; found != 200 {
			t.Errorf("DELETE %s: expected 200, found %d", path, found)
		}
		if found := ask(s, "GET", path, "").Code; found != 404 {
			t.Errorf("GET %s: expected 404 after DELETE, found %d", path, found)
		}
	}
}

func TestAQueryThatTakesTooLong(t *testing.T) {
	s := well(t, "STANDIN_REQUEST_LIMIT", "50ms")
	s.Database, _ = empty(t)
	if found := ask(s, "GET", "/db_dummy", ""); found.Code != 504 || found.Body.String() != `{"error":"timeout"}` {
		t.Errorf("expected 504, found %d %s", found.Code, found.Body)
	}
}

func TestFailsWithoutTables(t *testing.T) {
	s := well(t)
	s.Database, _ = empty(t)
	for _, path := range []string{"/api/movie", "/api/movie/1", "/api/session"} {
		if found := ask(s, "GET", path, "").Code; found != 500 {
			t.Errorf("GET %s: expected 500, found %d", path, found)
		}
	}
}

func TestAFailedCheckTakesTheDatabaseAway(t *testing.T) {
	s := well(t)
	s.Database, _ = empty(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name   string
		check  context.Context
		status int
	}{{"at first", t.Context(), 200}, {"failed", gone, 500}, {"passed again", t.Context(), 200}} {
		_ = s.Database.Check(c.check, checkLimit)
		start := time.Now()
		found := ask(s, "GET", "/db_dummy", "")
		if found.Code != c.status || c.status == 500 && time.Since(start) > 100*time.Millisecond {
			t.Errorf("%s: expected %d, found %d after %s", c.name, c.status, found.Code, time.Since(start))
		}
		if found := ask(s, "GET", "/ping", ""); found.Code != 200 {
			t.Errorf("%s: expected 200 to /ping, found %d", c.name, found.Code)
		}
	}
}

func TestTheNextServerOfTheListIsTaken(t *testing.T) {
	d := connected(t, "postgres://127.0.0.1:1/none", dsn(t, "application_name", "second"))
	if found := number(t, d, "SELECT 1"); found != 1 {
		t.Errorf("expected 1, found %d", found)
	}
}

const checkLimit = time.Second
