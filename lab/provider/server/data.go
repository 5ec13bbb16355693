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
	schema, err := known(s.dataSources, request.TypeName)
	if err != nil {
		return nil, err
	}
	values, err := unmarshal(schema.ValueType(), request.Config)
	if err != nil {
		return nil, err
	}
	arguments, err := object(values[0])
	if err != nil {
		return nil, err
	}
	answer, err := s.Backend.Data(ctx, backend.Call{Type: request.TypeName, Planned: arguments, Config: s.config})
	if err != nil {
		return nil, err
	}
	found, err := value.FromJSON(answer, schema.ValueType())
	if err != nil {
		return nil, fmt.Errorf("what was found %w", err)
	}
	return marshal(state.Complete(schema.Block, or(found, values[0])))
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
