package server

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/value"
)

// Before these calls the engine has checked the configuration against the schema, except for one rule that is left to the
// provider: attributes that only the provider sets may not be configured. Real providers check more (formats, conflicting
// arguments) in their code.

// ValidateProviderConfig hands the configuration back: the protocol demands it, with nothing added.
func (s *Server) ValidateProviderConfig(_ context.Context, request *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

// ValidateResourceConfig refuses values for attributes that only the provider sets.
func (s *Server) ValidateResourceConfig(_ context.Context, request *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: validate(s.resources, request.TypeName, request.Config)}, nil
}

// ValidateDataResourceConfig refuses values for attributes that only the provider sets.
func (s *Server) ValidateDataResourceConfig(_ context.Context, request *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: validate(s.dataSources, request.TypeName, request.Config)}, nil
}

func validate(schemas map[string]*tfprotov6.Schema, name string, config *tfprotov6.DynamicValue) []*tfprotov6.Diagnostic {
	schema, values, err := valuesOf(schemas, name, config)
	if err != nil {
		return failed(err, "Unreadable configuration of %s", name)
	}
	return unconfigurable(schema.Block, values[0], tftypes.NewAttributePath())
}

// unconfigurable finds values for attributes that only the provider sets.
func unconfigurable(block *tfprotov6.SchemaBlock, config tftypes.Value, at *tftypes.AttributePath) (found []*tfprotov6.Diagnostic) {
	fields := value.Fields(config)
	if fields == nil {
		return nil
	}
	for _, attribute := range block.Attributes {
		if !attribute.Required && !attribute.Optional && !fields[attribute.Name].IsNull() {
			found = append(found, invalid(at.WithAttributeName(attribute.Name), "Value for unconfigurable attribute",
				fmt.Sprintf("%s is decided by the provider.", attribute.Name))...)
		}
	}
	for _, nested := range block.BlockTypes {
		blocks, isList := value.Elements(fields[nested.TypeName])
		if !isList {
			blocks = []tftypes.Value{fields[nested.TypeName]}
		}
		// Elements of sets have no number: the path of the whole is near enough.
		for _, element := range blocks {
			found = append(found, unconfigurable(nested.Block, element, at.WithAttributeName(nested.TypeName))...)
		}
	}
	return found
}
