package server

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/backend"
	"bingo-on-yandex-cloud/provider/value"
)

// fake answers every operation by one function.
type fake func(operation string, call backend.Call) (backend.Object, error)

func (f fake) Create(_ context.Context, call backend.Call) (backend.Object, error) {
	return f("create", call)
}

func (f fake) Read(_ context.Context, call backend.Call) (backend.Object, error) {
	return f("read", call)
}

func (f fake) Update(_ context.Context, call backend.Call) (backend.Object, error) {
	return f("update", call)
}

func (f fake) Delete(_ context.Context, call backend.Call) error {
	_, err := f("delete", call)
	return err
}

func (f fake) Data(_ context.Context, call backend.Call) (backend.Object, error) {
	return f("data", call)
}

// network is a stand-in with one resource and one data source, and the type of the resource.
func network(t *testing.T, answer fake) (*Server, tftypes.Type) {
	t.Helper()
	standIn, _ := load(t, "testdata/network.json")
	standIn.Settings = Settings{Backend: answer}
	return standIn, standIn.resources["lab_network"].ValueType()
}

func dynamic(t *testing.T, kind tftypes.Type, text string) *tfprotov6.DynamicValue {
	t.Helper()
	made, err := value.FromJSON(json.RawMessage(text), kind)
	if err != nil {
		t.Fatal(err)
	}
	to, err := marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func field(t *testing.T, kind tftypes.Type, from *tfprotov6.DynamicValue, name string) any {
	t.Helper()
	made, err := from.Unmarshal(kind)
	if err != nil {
		t.Fatal(err)
	}
	as, err := object(made)
	if err != nil {
		t.Fatal(err)
	}
	if as == nil {
		return nil
	}
	return as[name]
}

func TestAppliesOrStaysAsItWas(t *testing.T) {
	const none, old, now = `null`, `{"id":"1","name":"old"}`, `{"id":"1","name":"now"}`
	refused := errors.New("refused")
	for name, test := range map[string]struct {
		prior, planned string
		answer         backend.Object
		err            error
		operation      string
		expected       any
	}{
		"creates":                         {none, now, backend.Object{"id": "1"}, nil, "create", "now"},
		"creates nothing":                 {none, now, nil, refused, "create", nil},
		"creates half":                    {none, now, backend.Object{"id": "1"}, refused, "create", "now"},
		"creates without an id":           {none, `{"name":"now"}`, backend.Object{"name": "now"}, nil, "create", nil},
		"creates what nobody knows":       {none, now, backend.Object{"id": "1", "colour": "red"}, nil, "create", nil},
		"creates what was not asked for":  {none, now, backend.Object{"id": "1", "name": "x"}, nil, "create", nil},
		"updates":                         {old, now, backend.Object{"id": "1", "name": "now"}, nil, "update", "now"},
		"updates nothing":                 {old, now, nil, refused, "update", "old"},
		"deletes":                         {old, none, nil, nil, "delete", nil},
		"deletes nothing, for it may not": {old, none, nil, refused, "delete", "old"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := ""
			standIn, kind := network(t, func(operation string, _ backend.Call) (backend.Object, error) {
				asked = operation
				return test.answer, test.err
			})
			answer, err := standIn.ApplyResourceChange(context.Background(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: "lab_network", PriorState: dynamic(t, kind, test.prior), PlannedState: dynamic(t, kind, test.planned),
			})
			if err != nil || asked != test.operation {
				t.Fatalf("asked to %s, %v", asked, err)
			}
			if found := field(t, kind, answer.NewState, "name"); found != test.expected {
				t.Errorf("expected name %v, found %v", test.expected, found)
			}
			failed := test.err != nil || strings.HasPrefix(name, "creates w")
			if (len(answer.Diagnostics) > 0) != failed {
				t.Errorf("diagnostics: %v", answer.Diagnostics)
			}
		})
	}
}

func TestReads(t *testing.T) {
	for name, test := range map[string]struct {
		answer   backend.Object
		err      error
		expected any
	}{
		"what is there":    {backend.Object{"id": "1", "name": "now"}, nil, "now"},
		"that it is gone":  {nil, nil, nil},
		"nothing, failing": {nil, errors.New("the lab is away"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			standIn, kind := network(t, func(string, backend.Call) (backend.Object, error) { return test.answer, test.err })
			answer, err := standIn.ReadResource(context.Background(), &tfprotov6.ReadResourceRequest{
				TypeName: "lab_network", CurrentState: dynamic(t, kind, `{"id":"1","name":"old"}`),
			})
			if err != nil || (len(answer.Diagnostics) > 0) != (test.err != nil) {
				t.Fatalf("expected %v, found %v, %v", test.err, answer.Diagnostics, err)
			}
			if test.err == nil && field(t, kind, answer.NewState, "name") != test.expected {
				t.Errorf("expected name %v, found %v", test.expected, answer.NewState)
			}
		})
	}
}

func TestLooksUp(t *testing.T) {
	standIn, _ := network(t, func(_ string, call backend.Call) (backend.Object, error) {
		return backend.Object{"id": "i", "name": call.Planned["family"]}, nil
	})
	kind := standIn.dataSources["lab_image"].ValueType()
	answer, err := standIn.ReadDataSource(context.Background(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "lab_image", Config: dynamic(t, kind, `{"family":"debian-13"}`),
	})
	if err != nil || len(answer.Diagnostics) > 0 {
		t.Fatalf("expected no diagnostics, found %v, %v", answer.Diagnostics, err)
	}
	for name, expected := range map[string]any{"id": "i", "name": "debian-13", "family": "debian-13", "os_type": "", "pooled": false} {
		if found := field(t, kind, answer.State, name); found != expected {
			t.Errorf("%s: expected %v, found %v", name, expected, found)
		}
	}
}

func TestReadsAStateOfItsVersionOnly(t *testing.T) {
	standIn, kind := network(t, nil)
	for version, fails := range map[int64]bool{0: false, 1: true} {
		answer, err := standIn.UpgradeResourceState(context.Background(), &tfprotov6.UpgradeResourceStateRequest{
			TypeName: "lab_network", Version: version, RawState: &tfprotov6.RawState{JSON: []byte(`{"id":"1","name":"a","no_longer":1}`)},
		})
		if err != nil || (len(answer.Diagnostics) > 0) != fails {
			t.Fatalf("version %d: %v, %v", version, answer.Diagnostics, err)
		}
		if !fails && field(t, kind, answer.UpgradedState, "name") != "a" {
			t.Errorf("expected name a, found %v", answer.UpgradedState)
		}
	}
}
