// Package cloud takes the place of the cloud: a daemon on this machine that keeps all resources.
package cloud

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"bingo-on-yandex-cloud/provider/backend"
)

// SocketVariable names the environment variable that holds the path of the daemon's socket.
const SocketVariable = "LAB_SOCKET"

// patience ends a deployment whose daemon hangs. A machine takes seconds.
const patience = 10 * time.Minute

// Client asks the daemon: POST /{create|read|update|delete|data}/{type}.
type Client struct {
	http *http.Client
	path string
}

var _ backend.Backend = (*Client)(nil)

// New makes a client of the daemon that listens at a path; "": there is none, and every call says so.
func New(path string) *Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", path)
	}
	// One connection per operation: to the daemon, a connection that closes is an operation given up.
	transport := &http.Transport{DialContext: dial, DisableKeepAlives: true}
	return &Client{http: &http.Client{Transport: transport, Timeout: patience}, path: path}
}

func (c *Client) Create(ctx context.Context, call backend.Call) (backend.Object, error) {
	return c.state(ctx, "create", call)
}

func (c *Client) Read(ctx context.Context, call backend.Call) (backend.Object, error) {
	return c.post(ctx, "read", call)
}

func (c *Client) Update(ctx context.Context, call backend.Call) (backend.Object, error) {
	return c.state(ctx, "update", call)
}

func (c *Client) Delete(ctx context.Context, call backend.Call) error {
	_, err := c.post(ctx, "delete", call)
	return err
}

func (c *Client) Data(ctx context.Context, call backend.Call) (backend.Object, error) {
	return c.state(ctx, "data", call)
}

// state is a post that has to be answered with a state.
func (c *Client) state(ctx context.Context, operation string, call backend.Call) (backend.Object, error) {
	state, err := c.post(ctx, operation, call)
	if err == nil && state == nil {
		err = fmt.Errorf("the lab's daemon answered no state to %s", operation)
	}
	return state, err
}

type answer struct {
	State backend.Object `json:"state"`
	Error string         `json:"error"`
}

func (c *Client) post(ctx context.Context, operation string, call backend.Call) (backend.Object, error) {
	if c.path == "" {
		return nil, fmt.Errorf("there is no lab: expected the path of its daemon's socket in %s, which is not set", SocketVariable)
	}
	body, err := json.Marshal(map[string]backend.Object{"prior": call.Prior, "planned": call.Planned, "config": call.Config})
	if err != nil {
		return nil, err
	}
	// The host is of no account: the dialer knows the way.
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://lab/"+operation+"/"+call.Type, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	post.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(post)
	if err != nil {
		return nil, c.unanswered(ctx, err)
	}
	defer response.Body.Close()
	return read(response)
}

func read(response *http.Response) (backend.Object, error) {
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("the lab's daemon broke off its answer: %w", err)
	}
	var parsed answer
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&parsed); err != nil {
		return nil, fmt.Errorf("the lab's daemon answered %s with no JSON: %.200q", response.Status, text)
	}
	switch {
	case parsed.Error != "":
		return parsed.State, errors.New(parsed.Error)
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("the lab's daemon answered %s without a reason", response.Status)
	}
	return parsed.State, nil
}

func (c *Client) unanswered(ctx context.Context, err error) error {
	var dial *net.OpError
	switch {
	case ctx.Err() != nil:
		return errors.New("given up, because the deployment was interrupted")
	case errors.As(err, &dial) && dial.Op == "dial":
		return fmt.Errorf("the lab's daemon does not listen at %s (%s): is the lab up?", c.path, dial.Err)
	}
	return fmt.Errorf("the lab's daemon at %s did not answer: %w", c.path, errors.Unwrap(err))
}
