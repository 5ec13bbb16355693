package cloud

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"bingo-on-yandex-cloud/provider/backend"
)

// daemon listens on a socket and answers by a function.
func daemon(t *testing.T, answer http.HandlerFunc) *Client {
	t.Helper()
	path := filepath.Join(t.TempDir(), "daemon.sock")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(answer)
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return New(path)
}

func says(status int, body string) http.HandlerFunc {
	return func(response http.ResponseWriter, _ *http.Request) {
		response.WriteHeader(status)
		_, _ = response.Write([]byte(body))
	}
}

var call = backend.Call{
	Type: "vm", Prior: backend.Object{"id": "1"}, Planned: backend.Object{"name": nil}, Config: backend.Object{"zone": "a"},
}

func TestAsksTheDaemon(t *testing.T) {
	var path string
	var body map[string]any
	client := daemon(t, func(response http.ResponseWriter, request *http.Request) {
		path = request.Method + " " + request.URL.Path
		if err := json.NewDecoder(request.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		says(200, `{"state":{"id":"1","size":3}}`)(response, request)
	})
	state, err := client.Update(context.Background(), call)
	if err != nil || state["size"] != json.Number("3") {
		t.Fatalf("expected size 3, found %v, %v", state, err)
	}
	sent, _ := json.Marshal(body)
	if path != "POST /update/vm" || string(sent) != `{"config":{"zone":"a"},"planned":{"name":null},"prior":{"id":"1"}}` {
		t.Errorf("asked %s %s", path, sent)
	}
}

func TestReadKnowsWhatIsGone(t *testing.T) {
	state, err := daemon(t, says(200, `{"state":null}`)).Read(context.Background(), call)
	if state != nil || err != nil {
		t.Errorf("expected no state, found %v, %v", state, err)
	}
}

func TestFailsWithAReason(t *testing.T) {
	for expected, answer := range map[string]http.HandlerFunc{
		"no more disks":             says(409, `{"error":"no more disks"}`),
		"500 Internal Server Error": says(500, `{}`),
		"no JSON: \"<html>\"":       says(200, `<html>`),
		"no state to create":        says(200, `{"state":null}`),
		"did not answer":            func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		state, err := daemon(t, answer).Create(context.Background(), call)
		if state != nil || err == nil || !strings.Contains(err.Error(), expected) {
			t.Errorf("expected %s, found %v, %v", expected, state, err)
		}
	}
}

func TestSaysThatThereIsNoLab(t *testing.T) {
	for path, expected := range map[string]string{
		"":                         "LAB_SOCKET, which is not set",
		t.TempDir() + "/none.sock": "is the lab up?",
	} {
		if _, err := New(path).Read(context.Background(), call); err == nil || !strings.Contains(err.Error(), expected) {
			t.Errorf("expected %s, found %v", expected, err)
		}
	}
}

func TestAnInterruptionEndsTheConnection(t *testing.T) {
	arrived, closed := make(chan struct{}), make(chan struct{})
	client := daemon(t, func(_ http.ResponseWriter, request *http.Request) {
		_ = json.NewDecoder(request.Body).Decode(&map[string]any{})
		close(arrived)
		<-request.Context().Done()
		close(closed)
	})
	ctx, interrupt := context.WithCancel(context.Background())
	go func() {
		<-arrived
		interrupt()
	}()
	if _, err := client.Create(ctx, call); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("expected interrupted, found %v", err)
	}
	<-closed
}
