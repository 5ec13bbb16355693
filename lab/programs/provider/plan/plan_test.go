package plan

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/schema"
	"bingo-on-yandex-cloud/provider/value"
)

// machine has an argument of each kind, a list of disks with parameters within, and a set of rules.
var (
	parameters = &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
		{Name: "type", Type: tftypes.String, Optional: true}, {Name: "size", Type: tftypes.Number, Optional: true, Computed: true},
	}}
	disk = &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{{Name: "device", Type: tftypes.String, Optional: true, Computed: true}},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{TypeName: "parameters", Block: parameters, Nesting: tfprotov6.SchemaNestedBlockNestingModeList}},
	}
	rule = &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
		{Name: "id", Type: tftypes.String, Computed: true},
		{Name: "why", Type: tftypes.String, Optional: true},
		{Name: "port", Type: tftypes.Number, Optional: true},
	}}
	machine = &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "id", Type: tftypes.String, Computed: true},
			{Name: "name", Type: tftypes.String, Optional: true},
			{Name: "hours", Type: tftypes.Number, Optional: true, Computed: true},
			{Name: "zone", Type: tftypes.String, Optional: true, Computed: true},
		},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{
			{TypeName: "disk", Block: disk, Nesting: tfprotov6.SchemaNestedBlockNestingModeList},
			{TypeName: "rule", Block: rule, Nesting: tfprotov6.SchemaNestedBlockNestingModeSet},
		},
	}
	machineType = (&tfprotov6.Schema{Block: machine}).ValueType()
	defaults    = map[string]any{"hours": json.Number("0"), "disk.parameters.type": "hdd", "rule.port": json.Number("-1")}
)

// of reads a machine. "?" stands for an unknown text, -9 for an unknown number.
func of(t *testing.T, text string) tftypes.Value {
	t.Helper()
	made, err := value.FromJSON(json.RawMessage(text), machineType)
	if err != nil {
		t.Fatal(err)
	}
	made, err = tftypes.Transform(made, func(_ *tftypes.AttributePath, one tftypes.Value) (tftypes.Value, error) {
		if one.Equal(tftypes.NewValue(tftypes.String, "?")) || one.Equal(tftypes.NewValue(tftypes.Number, -9)) {
			return value.Unknown(one.Type()), nil
		}
		return one, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestFill(t *testing.T) {
	for name, test := range map[string]struct{ proposed, config, expected string }{
		"a new machine": {
			`{"name":"a","disk":[],"rule":[]}`, `{"name":"a","disk":[],"rule":[]}`,
			`{"id":"?","name":"a","hours":0,"zone":"?","disk":[],"rule":[]}`,
		},
		"what exists keeps what was computed": {
			`{"id":"1","hours":0,"zone":"a"}`, `{}`, `{"id":"1","hours":0,"zone":"a"}`,
		},
		"what is no longer set has its default again": {
			`{"id":"1","hours":7,"zone":"a"}`, `{}`, `{"id":"1","hours":0,"zone":"a"}`,
		},
		"what is set has no default": {
			`{"id":"1","hours":7,"zone":"a"}`, `{"hours":7}`, `{"id":"1","hours":7,"zone":"a"}`,
		},
		"blocks in blocks": {
			`{"id":"1","zone":"a","disk":[{"device":"b","parameters":[{"size":3}]},{"parameters":[{"type":"ssd"}]}]}`,
			`{"disk":[{"parameters":[{}]},{"parameters":[{"type":"ssd"}]}]}`,
			`{"id":"1","hours":0,"zone":"a","disk":[{"device":"b","parameters":[{"type":"hdd","size":3}]},{"device":"?","parameters":[{"type":"ssd","size":-9}]}]}`,
		},
		"blocks of a set": {
			`{"id":"1","zone":"a","rule":[{"port":1},{"why":"x"}]}`, `{"rule":[{"why":"x"},{"port":1}]}`,
			`{"id":"1","hours":0,"zone":"a","rule":[{"id":"?","port":1},{"id":"?","why":"x","port":-1}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := Fill(machine, of(t, test.proposed), of(t, test.config), defaults)
			if err != nil || !found.Equal(of(t, test.expected)) {
				t.Errorf("expected %s, found %s, %v", test.expected, found, err)
			}
		})
	}
}

func TestReplaces(t *testing.T) {
	pathsOf := func(prior, planned string, by schema.Rules) (paths []string) {
		for _, path := range Replaces(machine, by, of(t, prior), of(t, planned)) {
			paths = append(paths, path.String())
		}
		return paths
	}
	size := schema.Rules{Arguments: []string{"disk.parameters.size"}}
	const first = `AttributeName("disk").ElementKeyInt(0).AttributeName("parameters")`
	for name, test := range map[string]struct {
		prior, planned string
		by             schema.Rules
		expected       []string
	}{
		"an argument":          {`{"zone":"a"}`, `{"zone":"b"}`, schema.Rules{Arguments: []string{"zone"}}, []string{`AttributeName("zone")`}},
		"another argument":     {`{"name":"a"}`, `{"name":"b"}`, schema.Rules{Arguments: []string{"zone"}}, nil},
		"one that is computed": {`{"id":"a"}`, `{"id":"?"}`, schema.Rules{Arguments: []string{"*"}}, nil},
		"any argument":         {`{"name":"a"}`, `{"name":"b"}`, schema.Rules{Arguments: []string{"*"}}, []string{`AttributeName("name")`}},
		"any block":            {`{"disk":[{}]}`, `{"disk":[{"device":"a"}]}`, schema.Rules{Arguments: []string{"*"}}, []string{`AttributeName("disk")`}},
		"one not yet known":    {`{"zone":"a"}`, `{"zone":"?"}`, schema.Rules{Arguments: []string{"zone"}}, []string{`AttributeName("zone")`}},
		"null and empty":       {`{"zone":null}`, `{"zone":""}`, schema.Rules{Arguments: []string{"zone"}}, nil},
		"an argument in blocks": {`{"disk":[{"parameters":[{"size":1}]}]}`, `{"disk":[{"parameters":[{"size":2}]}]}`, size,
			[]string{first + `.ElementKeyInt(0).AttributeName("size")`}},
		"an argument in a block that came": {`{"disk":[{}]}`, `{"disk":[{"parameters":[{"size":2}]}]}`, size,
			[]string{first + `.ElementKeyInt(0).AttributeName("size")`}},
		"an argument in a set": {`{"rule":[{"port":1}]}`, `{"rule":[{"port":2}]}`, schema.Rules{Arguments: []string{"rule.port"}}, []string{`AttributeName("rule")`}},
	} {
		t.Run(name, func(t *testing.T) {
			if found := pathsOf(test.prior, test.planned, test.by); !slices.Equal(found, test.expected) {
				t.Errorf("expected %q, found %q", test.expected, found)
			}
		})
	}
}
