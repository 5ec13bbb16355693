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
	ask := func(prior backend.Object) (backend.Object, error) {
		return s.Backend.Read(ctx, backend.Call{Type: request.TypeName, Prior: prior})
	}
	schema, prior, found, err := answered(s.resources, request.TypeName, request.CurrentState, ask)
	if err != nil {
		return nil, err
	}
	if found.IsNull() {
		return marshal(found)
	}
	return marshal(state.Refresh(prior, state.Complete(schema.Block, found)))
}

// ReadDataSource asks the backend for what a data source describes.
func (s *Server) ReadDataSource(ctx context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	found, err := s.lookUp(ctx, request)
	return &tfprotov6.ReadDataSourceResponse{State: found, Diagnostics: failed(err, "Cannot read %s", request.TypeName)}, nil
}

func (s *Server) lookUp(ctx context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.DynamicValue, error) {
	ask := func(arguments backend.Object) (backend.Object, error) {
		return s.Backend.Data(ctx, backend.Call{Type: request.TypeName, Planned: arguments})
	}
	schema, arguments, found, err := answered(s.dataSources, request.TypeName, request.Config, ask)
	if err != nil {
		return nil, err
	}
	return marshal(state.Complete(schema.Block, or(found, arguments)))
}

// answered asks the backend about what the engine has, and returns both. The backend's nil is null.
func answered(
	schemas map[string]*tfprotov6.Schema, name string, from *tfprotov6.DynamicValue,
	ask func(backend.Object) (backend.Object, error),
) (schema *tfprotov6.Schema, has, found tftypes.Value, err error) {
	schema, values, err := valuesOf(schemas, name, from)
	if err != nil {
		return nil, has, found, err
	}
	plain, err := object(values[0])
	if err != nil {
		return nil, has, found, err
	}
	answer, err := ask(plain)
	if err != nil {
		return nil, has, found, err
	}
	if found, err = value.FromJSON(answer, schema.ValueType()); err != nil {
		return nil, has, found, fmt.Errorf("what was read %w", err)
	}
	return schema, values[0], found, nil
}

// or takes what the answer leaves out from the arguments.
func or(answer, arguments tftypes.Value) tftypes.Value {
	fields, given := value.Fields(answer), value.Fields(arguments)
	for name, field := range fields {
		if field.IsNull() {
			fields[name] = given[name]
		}
	}
	return tftypes.NewValue(answer.Type(), fields)
}
