package server

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
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
	known, found := schemas[name]
	if !found {
		return invalid(nil, "Unknown type", fmt.Sprintf("The stand-in's schema has no %s.", name))
	}
	value, err := config.Unmarshal(known.ValueType())
	if err != nil {
		return invalid(nil, "Unreadable configuration", fmt.Sprintf("%s: %s", name, err))
	}
	return unconfigurable(known.Block, value, tftypes.NewAttributePath())
}

// unconfigurable finds values for attributes that only the provider sets.
func unconfigurable(block *tfprotov6.SchemaBlock, config tftypes.Value, at *tftypes.AttributePath) (found []*tfprotov6.Diagnostic) {
	var values map[string]tftypes.Value
	if config.IsNull() || !config.IsKnown() || config.As(&values) != nil {
		return nil
	}
	for _, attribute := range block.Attributes {
		if !attribute.Required && !attribute.Optional && !values[attribute.Name].IsNull() {
			found = append(found, invalid(at.WithAttributeName(attribute.Name), "Value for unconfigurable attribute",
				fmt.Sprintf("%s is decided by the provider.", attribute.Name))...)
		}
	}
	for _, nested := range block.BlockTypes {
		inside := at.WithAttributeName(nested.TypeName)
		value := values[nested.TypeName]
		switch nested.Nesting {
		case tfprotov6.SchemaNestedBlockNestingModeSingle, tfprotov6.SchemaNestedBlockNestingModeGroup:
			found = append(found, unconfigurable(nested.Block, value, inside)...)
		default:
			// Elements of sets and maps have no number: the path of the whole is near enough.
			for _, element := range elements(value) {
				found = append(found, unconfigurable(nested.Block, element, inside)...)
			}
		}
	}
	return found
}

func elements(collection tftypes.Value) (all []tftypes.Value) {
	if collection.IsNull() || !collection.IsKnown() {
		return nil
	}
	var byKey map[string]tftypes.Value
	if collection.As(&all) != nil && collection.As(&byKey) == nil {
		for _, value := range byKey {
			all = append(all, value)
		}
	}
	return all
}

func invalid(at *tftypes.AttributePath, summary, detail string) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{{
		Severity: tfprotov6.DiagnosticSeverityError, Summary: summary, Detail: detail, Attribute: at,
	}}
}
