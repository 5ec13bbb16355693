package server

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"bingo-on-yandex-cloud/bingo/config"
	"bingo-on-yandex-cloud/bingo/life"
	"bingo-on-yandex-cloud/bingo/settings"
)

// well is a server without a database. The pairs are settings, name by value.
func well(t *testing.T, pairs ...string) *Server {
	t.Helper()
	s, err := settings.Read(func(name string) (string, bool) {
		at := slices.Index(pairs, name)
		if at < 0 {
			return "", false
		}
		return pairs[at+1], true
	})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	return &Server{Config: config.Default(), Settings: s, Health: &life.Health{}, Log: log, Quota: NewQuota(t.Context(), log)}
}

func ask(s *Server, method, path, body string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	s.Handler().ServeHTTP(answer, httptest.NewRequest(method, path, strings.NewReader(body)))
	return answer
}

func TestAnswersThatNeedNoDatabase(t *testing.T) {
	const large = `{"operation": 9223372036854775807}`
	for _, c := range []struct {
		method, path, body, setting, value string
		status                             int
		answer                             string
	}{
		{"GET", "/", "", "", "", 200, "Hi. Accept my congratulations."},
		{"POST", "/", "", "", "", 200, "Hi. Accept my congratulations."},
		{"POST", "/", "", "STANDIN_ROOT_METHODS", "get", 405, ""},
		{"GET", "/ping", "", "", "", 200, "pong"},
		{"GET", "/config", "", "", "", 200, config.Default().String()},
		{"GET", "/config", "", "STANDIN_CONFIG_PAGE", "masked", 200, config.Default().Masked().String()},
		{"GET", "/nothing", "", "", "", 404, "404 page not found"},
		{"GET", "/api/movie/x", "", "", "", 400, "The id is no integer"},
		{"GET", "/api/movie/2147483648", "", "", "", 400, "The id is no integer, or too large."},
		{"POST", "/operation", `{"operation": 0}`, "", "", 200, `{"arch":`},
		{"POST", "/operation", large, "", "", 200, `{"arch":`},
		{"POST", "/operation", large, "STANDIN_OPERATION_ANSWER", "ok", 200, "OK"},
		{"POST", "/operation", `{"operation": 90194313217}`, "", "", 500, "I feel bad."},
		{"POST", "/operation", `{"operation": 90194313217}`, "STANDIN_OPERATION", "plain", 200, `{"arch":`},
		{"POST", "/operation", `{"operation": -1}`, "", "", 400, "Expected"},
		{"POST", "/operation", `{"operation": 1.5}`, "", "", 400, "Expected"},
		{"POST", "/operation", `{}`, "", "", 400, "Expected"},
		{"GET", "/operation", "", "", "", 405, ""},
	} {
		found := ask(well(t, c.setting, c.value), c.method, c.path, c.body)
		if found.Code != c.status || !strings.HasPrefix(found.Body.String(), c.answer) {
			t.Errorf("%s %s %s with %s=%s: expected %d %s, found %d %s",
				c.method, c.path, c.body, c.setting, c.value, c.status, c.answer, found.Code, found.Body)
		}
	}
}

func TestSickForEver(t *testing.T) {
	s := well(t)
	ask(s, "POST", "/operation", `{"operation": 21474836480}`)
	for _, path := range []string{"/ping", "/", "/config", "/api/movie", "/nothing"} {
		if found := ask(s, "GET", path, ""); found.Code != 500 || found.Body.String() != "I feel bad.\n" {
			t.Errorf("GET %s: expected 500 I feel bad., found %d %s", path, found.Code, found.Body)
		}
	}
}

func TestOneConnectionSeesHundredRequestsASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, start := well(t), time.Now()
		var took []time.Duration
		for time.Since(start) < 10*time.Second {
			asked := time.Now()
			if found := ask(s, "GET", "/ping", ""); found.Code != 200 {
				t.Fatalf("expected 200, found %d", found.Code)
			}
			took = append(took, time.Since(asked))
		}
		slices.Sort(took)
		p50, p95 := took[len(took)/2], took[len(took)*95/100]
		if n := len(took); n < 1000 || n > 1010 || p50 != 0 || p95 != quotaInterval {
			t.Errorf("expected 1000 in 10 s, p50 0 and p95 50 ms, found %d, %s and %s", n, p50, p95)
		}
	})
}

func TestTwentyConnectionsShareTheQuotaInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, start := well(t), time.Now()
		var served atomic.Int32
		for range 20 {
			go func() {
				for time.Since(start) < 10*time.Second {
					asked := time.Now()
					ask(s, "GET", "/ping", "")
					if took := time.Since(asked); took > 4*quotaInterval {
						t.Errorf("expected 200 ms at most, found %s", took)
					}
					served.Add(1)
				}
			}()
		}
		time.Sleep(11 * time.Second)
		if n := served.Load(); n < 1000 || n > 1025 {
			t.Errorf("expected 1000 in 10 s, found %d", n)
		}
	})
}

func TestAClientThatLeavesGivesUpItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := well(t)
		ctx, leave := context.WithCancel(t.Context())
		for range quotaTokens {
			ask(s, "GET", "/ping", "")
		}
		for range 100 {
			go s.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/ping", nil))
		}
		synctest.Wait()
		leave()
		synctest.Wait()
		asked := time.Now()
		ask(s, "GET", "/ping", "")
		if took := time.Since(asked); took != quotaInterval {
			t.Errorf("expected 50 ms, found %s", took)
		}
	})
}

func TestRefusesWhatIsAboveTheQuota(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, statuses := well(t, "STANDIN_LIMITER", "refuse"), map[int]int{}
		// 200 a second, for ten seconds.
		for range 2000 {
			statuses[ask(s, "GET", "/ping", "").Code]++
			time.Sleep(5 * time.Millisecond)
		}
		if accepted := statuses[200]; accepted < 1000 || accepted > 1010 || accepted+statuses[429] != 2000 {
			t.Errorf("expected 1000 of 2000 accepted and 429 for the rest, found %v", statuses)
		}
	})
}

func TestLongDummySaysWhenItWasMade(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		found := ask(well(t), "GET", "/long_dummy", "")
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

func TestTwentySecondsForARequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		found := ask(well(t, "STANDIN_LONG_DUMMY", "1m"), "GET", "/long_dummy", "")
		if took := time.Since(start); found.Code != 504 || found.Body.String() != `{"error":"timeout"}` || took != 20*time.Second ||
			!strings.HasPrefix(found.Header().Get("Content-Type"), "text/plain") {
			t.Errorf("expected 504 in text after 20 s, found %d %s %v after %s", found.Code, found.Body, found.Header(), took)
		}
	})
}

func TestTheTurnCountsForTheLimit(t *testing.T) {
	s := well(t, "STANDIN_REQUEST_LIMIT", "10ms")
	s.Quota = nil
	if found := ask(s, "GET", "/ping", ""); found.Code != 504 {
		t.Errorf("expected 504, found %d", found.Code)
	}
}

func TestSIGTERM(t *testing.T) {
	for setting, expected := range map[string]bool{"graceful": true, "abrupt": false} {
		s := well(t, "STANDIN_SHUTDOWN", setting, "STANDIN_LONG_DUMMY", "300ms")
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ended, answered := make(chan error, 1), make(chan bool, 1)
		go func() { ended <- s.Run(listener) }()
		url := "http://" + listener.Addr().String()
		if answer, err := http.Get(url + "/ping"); err != nil || answer.StatusCode != 200 {
			t.Fatalf("expected 200, found %v, %v", answer, err)
		}
		go func() {
			_, err := http.Get(url + "/long_dummy")
			answered <- err == nil
		}()
		time.Sleep(100 * time.Millisecond)
		syscall.Kill(syscall.Getpid(), syscall.SIGTERM)
		if found := <-answered; found != expected {
			t.Errorf("%s: expected an answer to the open request %t, found %t", setting, expected, found)
		}
		if err := <-ended; err != nil {
			t.Errorf("%s: expected no error, found %v", setting, err)
		}
		if _, err := http.Get(url + "/ping"); err == nil {
			t.Errorf("%s: expected a closed port, found an answer", setting)
		}
	}
}

func TestListensInBothTables(t *testing.T) {
	for version, expected := range map[string]string{"6": "[::]:", "4": "0.0.0.0:"} {
		listener, err := Listen("listen@example.org", version)
		if err != nil {
			t.Fatal(err)
		}
		if found := listener.Addr().String(); !strings.HasPrefix(found, expected) {
			t.Errorf("%s: expected %s, found %s", version, expected, found)
		}
		listener.Close()
	}
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
