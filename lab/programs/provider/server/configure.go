package server

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ConfigureProvider keeps the configuration for the backend. The environment says what it leaves out.
func (s *Server) ConfigureProvider(_ context.Context, request *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{Diagnostics: failed(s.configure(request.Config), "Unreadable configuration")}, nil
}

func (s *Server) configure(from *tfprotov6.DynamicValue) error {
	values, err := unmarshal(s.provider.ValueType(), from)
	if err != nil {
		return err
	}
	if s.config, err = object(values[0]); err != nil {
		return err
	}
	for argument, variable := range s.Environment {
		if given, is := os.LookupEnv(variable); is && s.config[argument] == nil {
			s.config[argument] = given
		}
	}
	return nil
}
