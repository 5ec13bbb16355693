package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/backend"
	"bingo-on-yandex-cloud/provider/plan"
	"bingo-on-yandex-cloud/provider/value"
)

// PlanResourceChange says what a resource will be, and what cannot be changed in the one that exists.
func (s *Server) PlanResourceChange(_ context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	planned, replaces, err := s.plan(request)
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: planned, RequiresReplace: replaces, PlannedPrivate: request.PriorPrivate,
		Diagnostics: failed(err, "Cannot plan %s", request.TypeName),
	}, nil
}

func (s *Server) plan(request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.DynamicValue, []*tftypes.AttributePath, error) {
	schema, values, err := valuesOf(s.resources, request.TypeName, request.PriorState, request.ProposedNewState, request.Config)
	if err != nil {
		return nil, nil, err
	}
	prior, proposed, config := values[0], values[1], values[2]
	if proposed.IsNull() {
		return request.ProposedNewState, nil, nil
	}
	rules := s.Rules[request.TypeName]
	planned, err := plan.Fill(schema.Block, proposed, config, rules.Defaults)
	if err != nil {
		return nil, nil, err
	}
	var replaces []*tftypes.AttributePath
	if !prior.IsNull() {
		replaces = plan.Replaces(schema.Block, rules, prior, planned)
		renewed, err := s.renewal(request.TypeName, planned)
		if err != nil {
			return nil, nil, err
		}
		if renewed != "" {
			fields := value.Fields(planned)
			fields[renewed] = value.Unknown(fields[renewed].Type())
			planned = tftypes.NewValue(planned.Type(), fields)
			replaces = append(replaces, tftypes.NewAttributePath().WithAttributeName(renewed))
		}
	}
	answer, err := marshal(planned)
	return answer, replaces, err
}

// renewal names the value that only a replacement decides; "" if the resource is not too old.
func (s *Server) renewal(name string, planned tftypes.Value) (string, error) {
	renewer, is := s.Backend.(backend.Renewer)
	if !is {
		return "", nil
	}
	as, err := object(planned)
	if err != nil {
		return "", err
	}
	return renewer.Renewal(name, as)
}
