package server

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/backend"
	"bingo-on-yandex-cloud/provider/state"
	"bingo-on-yandex-cloud/provider/value"
)

// UpgradeResourceState reads what a state file holds. The engine calls it before everything else, at the same version too.
func (s *Server) UpgradeResourceState(_ context.Context, request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	upgraded, err := s.upgrade(request)
	return &tfprotov6.UpgradeResourceStateResponse{
		UpgradedState: upgraded, Diagnostics: failed(err, "Unreadable state of %s", request.TypeName),
	}, nil
}

func (s *Server) upgrade(request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.DynamicValue, error) {
	schema, err := known(s.resources, request.TypeName)
	if err != nil {
		return nil, err
	}
	if request.Version != schema.Version {
		return nil, fmt.Errorf("expected a state of version %d, found %d: the stand-in does not convert", schema.Version, request.Version)
	}
	held, err := request.RawState.UnmarshalWithOpts(schema.ValueType(), tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true},
	})
	if err != nil {
		return nil, err
	}
	return marshal(state.Complete(schema.Block, held))
}

// ReadResource asks the backend what has become of a resource. One that is gone leaves the state.
func (s *Server) ReadResource(ctx context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	read, err := s.read(ctx, request)
	return &tfprotov6.ReadResourceResponse{
		NewState: read, Private: request.Private, Diagnostics: failed(err, "Cannot read %s", request.TypeName),
	}, nil
}

func (s *Server) read(ctx context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.DynamicValue, error) {
	prior, err := subjectOf(s.resources, request.TypeName, request.CurrentState)
	if err != nil {
		return nil, err
	}
	found, err := s.Backend.Read(ctx, backend.Call{Type: request.TypeName, Prior: prior.object, Config: s.config})
	if err != nil {
		return nil, err
	}
	if found == nil {
		return marshal(tftypes.NewValue(prior.schema.ValueType(), nil))
	}
	read, err := value.FromJSON(found, prior.schema.ValueType())
	if err != nil {
		return nil, fmt.Errorf("what was read %w", err)
	}
	return marshal(state.Refresh(prior.value, state.Complete(prior.schema.Block, read)))
}
