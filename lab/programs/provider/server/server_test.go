package server

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"bingo-on-yandex-cloud/provider/schema"
)

// committed are the schemas that the tests of the installation serve.
func committed(t *testing.T) []string {
	t.Helper()
	schemas, err := filepath.Glob("../schemas/*.json")
	if err != nil || len(schemas) == 0 {
		t.Fatal("no schemas found:", err)
	}
	return schemas
}

func load(t *testing.T, path string) (*Server, schema.Provider) {
	t.Helper()
	_, provider, err := schema.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	standIn, err := New(provider, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return standIn, provider
}

func TestServesEveryCommittedSchema(t *testing.T) {
	for _, path := range committed(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			standIn, provider := load(t, path)
			answer, err := standIn.GetProviderSchema(context.Background(), nil)
			if err != nil {
				t.Fatal(err)
			}
			for name, expected := range provider.ResourceSchemas {
				found := answer.ResourceSchemas[name]
				if found == nil || found.Version != expected.Version || len(found.Block.Attributes) != len(expected.Block.Attributes) {
					t.Errorf("%s: expected the version and the attributes of %v, found %v", name, expected, found)
				}
			}
			metadata, err := standIn.GetMetadata(context.Background(), nil)
			if err != nil || len(metadata.Resources) != len(provider.ResourceSchemas) || len(metadata.DataSources) != len(provider.DataSourceSchemas) {
				t.Errorf("expected all resources and data sources, found %v, %v", metadata, err)
			}
		})
	}
}

func TestHandsTheProvidersConfigurationBack(t *testing.T) {
	standIn, _ := load(t, "../schemas/null-3.2.4.json")
	config := &tfprotov6.DynamicValue{MsgPack: []byte{0x80}}
	answer, err := standIn.ValidateProviderConfig(context.Background(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
	if err != nil || answer.PreparedConfig != config || len(answer.Diagnostics) != 0 {
		t.Errorf("expected the same configuration, found %v, %v", answer, err)
	}
}

func TestSaysThatItDoesNotImport(t *testing.T) {
	standIn, _ := load(t, "../schemas/null-3.2.4.json")
	answer, err := standIn.ImportResourceState(context.Background(), &tfprotov6.ImportResourceStateRequest{TypeName: "null_resource"})
	if err != nil || len(answer.Diagnostics) != 1 {
		t.Fatalf("expected one diagnostic, found %v, %v", answer, err)
	}
	if summary := answer.Diagnostics[0].Summary; summary != "importing null_resource is not supported by the stand-in provider" {
		t.Errorf("expected that importing is not supported, found %q", summary)
	}
}
