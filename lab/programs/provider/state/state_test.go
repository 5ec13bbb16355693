package state

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/value"
)

var (
	rule  = &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{computed("id", tftypes.String), optional("port", tftypes.Number)}}
	group = &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{
			computed("id", tftypes.String), computed("tags", tftypes.List{ElementType: tftypes.String}),
			optional("name", tftypes.String), optional("labels", tftypes.Map{ElementType: tftypes.String}),
		},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{
			{TypeName: "ingress", Block: rule, Nesting: tfprotov6.SchemaNestedBlockNestingModeSet},
			{TypeName: "disk", Block: rule, Nesting: tfprotov6.SchemaNestedBlockNestingModeList},
		},
	}
	groupType = (&tfprotov6.Schema{Block: group}).ValueType()
)

func computed(name string, kind tftypes.Type) *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{Name: name, Type: kind, Computed: true}
}

func optional(name string, kind tftypes.Type) *tfprotov6.SchemaAttribute {
	return &tfprotov6.SchemaAttribute{Name: name, Type: kind, Optional: true}
}

func of(t *testing.T, text string) tftypes.Value {
	t.Helper()
	made, err := value.FromJSON(json.RawMessage(text), groupType)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// planned has "?" in the place of what is unknown.
func planned(t *testing.T, text string) tftypes.Value {
	t.Helper()
	made, err := tftypes.Transform(of(t, text), func(_ *tftypes.AttributePath, one tftypes.Value) (tftypes.Value, error) {
		if one.Equal(tftypes.NewValue(tftypes.String, "?")) {
			return value.Unknown(tftypes.String), nil
		}
		return one, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestMerge(t *testing.T) {
	for name, test := range map[string]struct{ plan, answer, expected string }{
		"unknown is answered":             {`{"id":"?","name":"a"}`, `{"id":"1","name":"a"}`, `{"id":"1","name":"a"}`},
		"what is known may be left out":   {`{"id":"?","name":"a"}`, `{"id":"1"}`, `{"id":"1","name":"a"}`},
		"unknown without an answer":       {`{"id":"?"}`, `{}`, `{"id":""}`},
		"null stays null":                 {`{"name":null}`, `{"name":""}`, `{"name":null}`},
		"blocks of a list by their place": {`{"disk":[{"id":"?","port":1},{"id":"?","port":2}]}`, `{"disk":[{"id":"a","port":1},{"id":"b"}]}`, `{"disk":[{"id":"a","port":1},{"id":"b","port":2}]}`},
		"blocks of a set by what is known": {`{"ingress":[{"id":"?","port":1},{"id":"b","port":2}]}`, `{"ingress":[{"id":"b","port":2},{"id":"a","port":1}]}`,
			`{"ingress":[{"id":"a","port":1},{"id":"b","port":2}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := Merge(planned(t, test.plan), of(t, test.answer))
			if err != nil || !found.Equal(of(t, test.expected)) {
				t.Errorf("expected %s, found %s, %v", test.expected, found, err)
			}
		})
	}
}

func TestMergeRefusesAnAnswerThatContradictsThePlan(t *testing.T) {
	for name, test := range map[string]struct{ plan, answer, expected string }{
		"value":         {`{"name":"a"}`, `{"name":"b"}`, `AttributeName("name"): planned was "a", the answer has "b"`},
		"not planned":   {`{"name":null}`, `{"name":"b"}`, `planned was null, the answer has "b"`},
		"a label more":  {`{"labels":{}}`, `{"labels":{"a":"b"}}`, `"a": "b", which was not planned`},
		"in a block":    {`{"disk":[{"port":1}]}`, `{"disk":[{"port":2}]}`, `ElementKeyInt(0).AttributeName("port"): planned was 1`},
		"a block more":  {`{"disk":[]}`, `{"disk":[{}]}`, `0 were planned, the answer has 1`},
		"another block": {`{"ingress":[{"id":"?","port":1}]}`, `{"ingress":[{"id":"a","port":2}]}`, `none that fits planned block 0`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Merge(planned(t, test.plan), of(t, test.answer)); err == nil || !strings.Contains(err.Error(), test.expected) {
				t.Errorf("expected %s, found %v", test.expected, err)
			}
		})
	}
}

func TestCompleteLeavesNothingComputedNull(t *testing.T) {
	found := Complete(group, of(t, `{"disk":[{"port":null}]}`))
	expected := of(t, `{"id":"","tags":[],"name":null,"labels":null,"ingress":[],"disk":[{"id":"","port":null}]}`)
	if !found.Equal(expected) {
		t.Errorf("expected %s, found %s", expected, found)
	}
}

func TestRefreshKeepsTheFormOfTheState(t *testing.T) {
	for name, test := range map[string]struct{ prior, read, expected string }{
		"nothing new":     {`{"name":null,"labels":{}}`, `{"name":"","labels":null}`, `{"name":null,"labels":{}}`},
		"a new name":      {`{"name":"a","labels":{}}`, `{"name":"b","labels":null}`, `{"name":"b","labels":{}}`},
		"a label more":    {`{"labels":{"a":"b"}}`, `{"labels":{"a":"b","c":"d"}}`, `{"labels":{"a":"b","c":"d"}}`},
		"a list's block":  {`{"disk":[{"id":null,"port":1}]}`, `{"disk":[{"id":"","port":2}]}`, `{"disk":[{"id":null,"port":2}]}`},
		"a block less":    {`{"disk":[{"port":1},{"port":2}]}`, `{"disk":[{"port":1}]}`, `{"disk":[{"port":1}]}`},
		"a set's block":   {`{"ingress":[{"id":"a","port":null}]}`, `{"ingress":[{"id":"b","port":2},{"id":"a","port":0}]}`, `{"ingress":[{"id":"b","port":2},{"id":"a","port":null}]}`},
		"nothing was set": {`{}`, `{"disk":[{"port":1}]}`, `{"disk":[{"port":1}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			if found := Refresh(of(t, test.prior), of(t, test.read)); !found.Equal(of(t, test.expected)) {
				t.Errorf("expected %s, found %s", test.expected, found)
			}
		})
	}
}
