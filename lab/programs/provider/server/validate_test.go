package server

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// disk is a resource with an argument, a computed value, and both again in a list of blocks.
func disk() *Server {
	size := &tfprotov6.SchemaAttribute{Name: "size", Type: tftypes.Number, Optional: true}
	id := &tfprotov6.SchemaAttribute{Name: "id", Type: tftypes.String, Computed: true}
	part := &tfprotov6.SchemaNestedBlock{
		TypeName: "part", Nesting: tfprotov6.SchemaNestedBlockNestingModeList,
		Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{size, id}},
	}
	block := &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{size, id}, BlockTypes: []*tfprotov6.SchemaNestedBlock{part},
	}
	return &Server{resources: map[string]*tfprotov6.Schema{"disk": {Block: block}}}
}

func TestRefusesWhatOnlyTheProviderSets(t *testing.T) {
	standIn := disk()
	object := standIn.resources["disk"].ValueType().(tftypes.Object)
	parts := object.AttributeTypes["part"].(tftypes.List)
	for name, test := range map[string]struct {
		id, idOfPart any
		expected     []string
	}{
		"nothing set":        {nil, nil, nil},
		"set":                {"x", nil, []string{`AttributeName("id")`}},
		"set in a block":     {nil, "x", []string{`AttributeName("part").AttributeName("id")`}},
		"set by reference":   {tftypes.UnknownValue, nil, []string{`AttributeName("id")`}},
		"set in both places": {"x", "x", []string{`AttributeName("id")`, `AttributeName("part").AttributeName("id")`}},
	} {
		t.Run(name, func(t *testing.T) {
			part := tftypes.NewValue(parts.ElementType, map[string]tftypes.Value{
				"size": tftypes.NewValue(tftypes.Number, 1), "id": tftypes.NewValue(tftypes.String, test.idOfPart),
			})
			value := tftypes.NewValue(object, map[string]tftypes.Value{
				"size": tftypes.NewValue(tftypes.Number, 1), "id": tftypes.NewValue(tftypes.String, test.id),
				"part": tftypes.NewValue(parts, []tftypes.Value{part}),
			})
			config, err := tfprotov6.NewDynamicValue(object, value)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := standIn.ValidateResourceConfig(context.Background(),
				&tfprotov6.ValidateResourceConfigRequest{TypeName: "disk", Config: &config})
			if err != nil || len(answer.Diagnostics) != len(test.expected) {
				t.Fatalf("expected %v, found %v, %v", test.expected, answer.Diagnostics, err)
			}
			for i, diagnostic := range answer.Diagnostics {
				if diagnostic.Attribute.String() != test.expected[i] {
					t.Errorf("expected %s, found %s", test.expected[i], diagnostic.Attribute)
				}
			}
		})
	}
}
