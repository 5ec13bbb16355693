package server

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/backend"
	"bingo-on-yandex-cloud/provider/state"
	"bingo-on-yandex-cloud/provider/value"
)

// ApplyResourceChange creates, updates or deletes. When it fails the state stays as it was: after a create, none. But when
// the backend returns values with its error, these are the state. After a create the engine marks it as tainted.
func (s *Server) ApplyResourceChange(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	answer := &tfprotov6.ApplyResourceChangeResponse{
		NewState: request.PriorState, Private: request.PlannedPrivate,
	}
	operation, applied, err := s.apply(ctx, request)
	answer.Diagnostics = failed(err, "Cannot %s %s", operation, request.TypeName)
	if applied != nil {
		answer.NewState = applied
	}
	return answer, nil
}

// apply returns no state when nothing has changed.
func (s *Server) apply(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) (operation string, applied *tfprotov6.DynamicValue, err error) {
	operation = "apply"
	_, values, err := valuesOf(s.resources, request.TypeName, request.PriorState, request.PlannedState)
	if err != nil {
		return operation, nil, err
	}
	prior, planned := values[0], values[1]
	call := backend.Call{Type: request.TypeName}
	if call.Prior, err = object(prior); err != nil {
		return operation, nil, err
	}
	if call.Planned, err = object(planned); err != nil {
		return operation, nil, err
	}
	var answer backend.Object
	switch {
	case planned.IsNull():
		operation = "delete"
		if err := s.Backend.Delete(ctx, call); err != nil {
			return operation, nil, err
		}
		return operation, request.PlannedState, nil
	case prior.IsNull():
		operation = "create"
		answer, err = s.Backend.Create(ctx, call)
	default:
		operation = "update"
		answer, err = s.Backend.Update(ctx, call)
	}
	if answer == nil {
		return operation, nil, err
	}
	applied, merging := merged(planned, answer)
	return operation, applied, errors.Join(err, merging)
}

func merged(planned tftypes.Value, answer backend.Object) (*tfprotov6.DynamicValue, error) {
	answered, err := value.FromJSON(answer, planned.Type())
	if err != nil {
		return nil, fmt.Errorf("the answer %w", err)
	}
	became, err := state.Merge(planned, answered)
	if err != nil {
		return nil, fmt.Errorf("the answer does not fit the plan: %w", err)
	}
	if id, has := value.Fields(became)["id"]; has && value.Same(id, tftypes.NewValue(tftypes.String, "")) {
		return nil, errors.New("the answer has no id")
	}
	return marshal(became)
}
