package schema

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func write(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "schema.json")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadRefusesWhatItCannotServe(t *testing.T) {
	for name, test := range map[string]struct{ content, expected string }{
		"no JSON":            {`{`, "unexpected EOF"},
		"no provider":        {`{"provider_schemas":{}}`, "expected one provider in provider_schemas, found 0"},
		"two providers":      {`{"provider_schemas":{"h/n/a":{},"h/n/b":{}}}`, "expected one provider in provider_schemas, found 2"},
		"an unknown field":   {`{"provider_schemas":{"h/n/a":{"functions":{}}}}`, `unknown field "functions"`},
		"a nested type":      {`{"provider_schemas":{"h/n/a":{"provider":{"block":{"attributes":{"a":{"nested_type":{}}}}}}}}`, `unknown field "nested_type"`},
		"no file whatsoever": {"", "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			path := "missing.json"
			if test.content != "" {
				path = write(t, test.content)
			}
			_, _, err := Load(path)
			if err == nil || !strings.Contains(err.Error(), test.expected) || !strings.Contains(err.Error(), filepath.Base(path)) {
				t.Errorf("expected %q and the file's name, found %v", test.expected, err)
			}
		})
	}
}

const example = `{"provider_schemas": {"host/name/space": {"resource_schemas": {"vm": {"version": 1, "block": {
	"attributes": {
		"key": {"type": "string", "required": true, "sensitive": true},
		"labels": {"type": ["map", "string"], "optional": true, "computed": true},
		"size": {"type": "number", "optional": true}
	},
	"block_types": {"disk": {"nesting_mode": "set", "min_items": 1, "max_items": 2, "block": {}}}
}}}}}}`

func TestProtocolKeepsEveryFlag(t *testing.T) {
	address, provider, err := Load(write(t, example))
	if err != nil || address != "host/name/space" {
		t.Fatal(address, err)
	}
	vm, err := provider.ResourceSchemas["vm"].Protocol()
	if err != nil {
		t.Fatal(err)
	}
	key, labels, size, disk := vm.Block.Attributes[0], vm.Block.Attributes[1], vm.Block.Attributes[2], vm.Block.BlockTypes[0]
	for what, holds := range map[string]bool{
		"state version 1":                 vm.Version == 1,
		"key is required and sensitive":   key.Name == "key" && key.Required && key.Sensitive && !key.Optional && !key.Computed,
		"key is a string":                 key.Type.Is(tftypes.String),
		"labels is optional and computed": labels.Optional && labels.Computed && !labels.Required && !labels.Sensitive,
		"labels is a map of strings":      labels.Type.Is(tftypes.Map{ElementType: tftypes.String}),
		"size is a number":                size.Type.Is(tftypes.Number),
		"disk is a set of one or two":     disk.Nesting == tfprotov6.SchemaNestedBlockNestingModeSet && disk.MinItems == 1 && disk.MaxItems == 2,
	} {
		if !holds {
			t.Errorf("does not hold: %s", what)
		}
	}
}

func TestProtocolNamesThePlaceOfAnError(t *testing.T) {
	for name, test := range map[string]struct{ from, to, expected string }{
		"type":              {`"number"`, `"colour"`, "size: "},
		"nesting of blocks": {`"set"`, `"heap"`, `disk: expected the nesting mode list, set or single, found "heap"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, provider, err := Load(write(t, strings.Replace(example, test.from, test.to, 1)))
			if err != nil {
				t.Fatal(err)
			}
			_, err = provider.ResourceSchemas["vm"].Protocol()
			if err == nil || !strings.HasPrefix(err.Error(), test.expected) {
				t.Errorf("expected %q, found %v", test.expected, err)
			}
		})
	}
}
