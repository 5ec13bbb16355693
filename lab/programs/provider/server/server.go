// Package server answers the engine's calls in place of a provider.
package server

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"bingo-on-yandex-cloud/provider/backend"
	"bingo-on-yandex-cloud/provider/schema"
)

// Server stands in for one provider: it plans by the provider's schema and rules, and leaves what is done to a backend.
type Server struct {
	Settings
	provider    *tfprotov6.Schema
	resources   map[string]*tfprotov6.Schema
	dataSources map[string]*tfprotov6.Schema
}

// Settings say how a stand-in behaves.
type Settings struct {
	Rules   map[string]schema.Rules
	Backend backend.Backend
}

var _ tfprotov6.ProviderServer = (*Server)(nil)

// New makes the stand-in of a provider. An error names the resource or data source and the place within.
func New(from schema.Provider, settings Settings) (*Server, error) {
	provider, err := from.Provider.Protocol()
	if err != nil {
		return nil, fmt.Errorf("provider: %w", err)
	}
	resources, err := protocol(from.ResourceSchemas)
	if err != nil {
		return nil, fmt.Errorf("resource %w", err)
	}
	dataSources, err := protocol(from.DataSourceSchemas)
	if err != nil {
		return nil, fmt.Errorf("data source %w", err)
	}
	return &Server{Settings: settings, provider: provider, resources: resources, dataSources: dataSources}, nil
}

func protocol(schemas map[string]schema.Schema) (map[string]*tfprotov6.Schema, error) {
	converted := make(map[string]*tfprotov6.Schema, len(schemas))
	for name, one := range schemas {
		to, err := one.Protocol()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		converted[name] = to
	}
	return converted, nil
}

// capabilities allow the engine to ask for the schema once per process, and not again.
var capabilities = &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: true}

// GetMetadata lists the types.
func (s *Server) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	answer := &tfprotov6.GetMetadataResponse{ServerCapabilities: capabilities}
	for _, name := range slices.Sorted(maps.Keys(s.resources)) {
		answer.Resources = append(answer.Resources, tfprotov6.ResourceMetadata{TypeName: name})
	}
	for _, name := range slices.Sorted(maps.Keys(s.dataSources)) {
		answer.DataSources = append(answer.DataSources, tfprotov6.DataSourceMetadata{TypeName: name})
	}
	return answer, nil
}

// GetProviderSchema is what the engine checks every argument and block count against.
func (s *Server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities: capabilities,
		Provider:           s.provider,
		ResourceSchemas:    s.resources,
		DataSourceSchemas:  s.dataSources,
	}, nil
}

// ConfigureProvider has nothing to keep: neither null nor tls is configured.
func (s *Server) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

// GetResourceIdentitySchemas returns none: neither the stand-in nor the resources in use have any.
func (s *Server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (s *Server) GetFunctions(context.Context, *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return &tfprotov6.GetFunctionsResponse{}, nil
}

// StopProvider has nothing to do: tf6server ends the contexts of all calls after it, and so their requests.
func (s *Server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}
