// Package null is the null provider: a resource that is nothing but its triggers.
package null

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"

	"bingo-on-yandex-cloud/provider/backend"
)

// Backend keeps nothing: all there is stands in the state.
type Backend struct{}

var _ backend.Backend = Backend{}

// Create gives the resource a random number for its id.
func (Backend) Create(_ context.Context, call backend.Call) (backend.Object, error) {
	call.Planned["id"] = strconv.FormatInt(rand.Int64(), 10)
	return call.Planned, nil
}

func (Backend) Read(_ context.Context, call backend.Call) (backend.Object, error) {
	return call.Prior, nil
}

func (Backend) Update(_ context.Context, call backend.Call) (backend.Object, error) {
	return call.Planned, nil
}

func (Backend) Delete(context.Context, backend.Call) error {
	return nil
}

func (Backend) Data(_ context.Context, call backend.Call) (backend.Object, error) {
	return nil, fmt.Errorf("the null provider's data source %s is not supported by the stand-in", call.Type)
}
