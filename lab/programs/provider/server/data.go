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

// ReadDataSource asks the backend for what a data source describes.
func (s *Server) ReadDataSource(ctx context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	found, err := s.lookUp(ctx, request)
	return &tfprotov6.ReadDataSourceResponse{State: found, Diagnostics: failed(err, "Cannot read %s", request.TypeName)}, nil
}

func (s *Server) lookUp(ctx context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.DynamicValue, error) {
	asked, err := subjectOf(s.dataSources, request.TypeName, request.Config)
	if err != nil {
		return nil, err
	}
	answer, err := s.Backend.Data(ctx, backend.Call{Type: request.TypeName, Planned: asked.object, Config: s.config})
	if err != nil {
		return nil, err
	}
	found, err := value.FromJSON(answer, asked.schema.ValueType())
	if err != nil {
		return nil, fmt.Errorf("what was found %w", err)
	}
	return marshal(state.Complete(asked.schema.Block, or(found, asked.value)))
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
