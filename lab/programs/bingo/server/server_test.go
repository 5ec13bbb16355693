package server

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bingo-on-yandex-cloud/bingo/life"
)

// well is a server without a database.
func well() http.Handler {
	s := &Server{Health: &life.Health{}, Log: slog.New(slog.DiscardHandler), LongDummy: 3 * time.Second}
	return s.Handler()
}

func ask(handler http.Handler, method, path, body string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader(body)))
	return answer
}

func TestAnswersThatNeedNoDatabase(t *testing.T) {
	for _, c := range []struct {
		method, path, body string
		status             int
		answer             string
	}{
		{"GET", "/", "", 200, "Hi. Accept my congratulations."},
		{"GET", "/ping", "", 200, "pong"},
		{"GET", "/nothing", "", 404, ""},
		{"GET", "/api/movie/x", "", 400, "The id is no integer"},
		{"GET", "/api/movie/2147483648", "", 400, "The id is no integer, or too large."},
		{"POST", "/operation", `{"operation": 1}`, 200, "OK"},
		{"POST", "/operation", `{"operation": 25769803776}`, 200, "OK"},
		{"POST", "/operation", `{"operation": 1.5}`, 400, "Expected"},
		{"POST", "/operation", `{}`, 400, "Expected"},
		{"GET", "/operation", "", 405, ""},
	} {
		found := ask(well(), c.method, c.path, c.body)
		if found.Code != c.status || !strings.HasPrefix(found.Body.String(), c.answer) {
			t.Errorf("%s %s %s: expected %d %s, found %d %s", c.method, c.path, c.body, c.status, c.answer, found.Code, found.Body)
		}
	}
}

func TestSickForEver(t *testing.T) {
	handler := well()
	ask(handler, "POST", "/operation", `{"operation": 21474836481}`)
	for _, path := range []string{"/ping", "/", "/api/movie", "/nothing"} {
		if found := ask(handler, "GET", path, ""); found.Code != 500 || found.Body.String() != "I feel bad.\n" {
			t.Errorf("GET %s: expected 500 I feel bad., found %d %s", path, found.Code, found.Body)
		}
	}
}

func TestHundredRequestsASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler := well()
		statuses := map[int]int{}
		// 200 a second, for ten seconds.
		for range 2000 {
			statuses[ask(handler, "GET", "/ping", "").Code]++
			time.Sleep(5 * time.Millisecond)
		}
		if accepted := statuses[200]; accepted < 1000 || accepted > 1000+burst || accepted+statuses[429] != 2000 {
			t.Errorf("expected 1000 to %d of 2000 accepted and 429 for the rest, found %v", 1000+burst, statuses)
		}
	})
}

func TestLongDummySaysWhenItWasMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		found := ask(well(), "GET", "/long_dummy", "")
		var answer struct {
			MadeAt time.Time `json:"made_at"`
		}
		if err := json.Unmarshal(found.Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		if took := answer.MadeAt.Sub(start); took != 3*time.Second {
			t.Errorf("expected made_at 3 s after the request, found %s", took)
		}
	})
}

func TestPortDependsOnTheEmail(t *testing.T) {
	ports := map[int]bool{}
	for _, email := range []string{"someone@example.org", "other@example.org", "third@example.org", ""} {
		port := Port(email)
		if port < lowestPort || port > highestPort {
			t.Errorf("%q: expected %d to %d, found %d", email, lowestPort, highestPort, port)
		}
		ports[port] = true
	}
	if len(ports) != 4 || Port("someone@example.org") != Port("someone@example.org") {
		t.Errorf("expected four stable ports, found %v", ports)
	}
}
