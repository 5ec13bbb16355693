package server

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Import, and the calls that none of the schemas leads to.

func refuse(format string, args ...any) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{{
		Severity: tfprotov6.DiagnosticSeverityError,
		Summary:  fmt.Sprintf(format, args...) + " is not supported by the stand-in provider",
	}}
}

// ImportResourceState has nothing to import: in a lab, a resource that no state knows is one that a deployment lost.
func (s *Server) ImportResourceState(_ context.Context, request *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return &tfprotov6.ImportResourceStateResponse{Diagnostics: refuse("importing %s", request.TypeName)}, nil
}

func (s *Server) UpgradeResourceIdentity(_ context.Context, request *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return &tfprotov6.UpgradeResourceIdentityResponse{Diagnostics: refuse("reading the identity of %s", request.TypeName)}, nil
}

func (s *Server) MoveResourceState(_ context.Context, request *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return &tfprotov6.MoveResourceStateResponse{Diagnostics: refuse("moving %s", request.SourceTypeName)}, nil
}

func (s *Server) CallFunction(_ context.Context, request *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return &tfprotov6.CallFunctionResponse{Error: &tfprotov6.FunctionError{Text: refuse("function %s", request.Name)[0].Summary}}, nil
}

func (s *Server) GenerateResourceConfig(_ context.Context, request *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return &tfprotov6.GenerateResourceConfigResponse{Diagnostics: refuse("generating the configuration of %s", request.TypeName)}, nil
}

func (s *Server) ValidateEphemeralResourceConfig(_ context.Context, request *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return &tfprotov6.ValidateEphemeralResourceConfigResponse{Diagnostics: refuse("ephemeral resource %s", request.TypeName)}, nil
}

func (s *Server) OpenEphemeralResource(_ context.Context, request *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return &tfprotov6.OpenEphemeralResourceResponse{Diagnostics: refuse("ephemeral resource %s", request.TypeName)}, nil
}

func (s *Server) RenewEphemeralResource(_ context.Context, request *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return &tfprotov6.RenewEphemeralResourceResponse{Diagnostics: refuse("ephemeral resource %s", request.TypeName)}, nil
}

func (s *Server) CloseEphemeralResource(_ context.Context, request *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return &tfprotov6.CloseEphemeralResourceResponse{Diagnostics: refuse("ephemeral resource %s", request.TypeName)}, nil
}
