package schema

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"bingo-on-yandex-cloud/provider/value"
)

const (
	committed = "../../../../packages/provider-yandex/replacement.json"
	yandex    = "../../../../packages/provider-yandex/schema.json"
)

// resources of all committed schemas.
func resources(t *testing.T) map[string]*tfprotov6.Schema {
	t.Helper()
	files, err := filepath.Glob("../schemas/*.json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*tfprotov6.Schema{}
	for _, file := range append(files, yandex) {
		_, provider, err := Load(file)
		if err != nil {
			t.Fatal(err)
		}
		for name, one := range provider.ResourceSchemas {
			if all[name], err = one.Protocol(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

// attribute is nil where the path names a block or nothing.
func attribute(block *tfprotov6.SchemaBlock, path string) *tfprotov6.SchemaAttribute {
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		i := slices.IndexFunc(block.BlockTypes, func(nested *tfprotov6.SchemaNestedBlock) bool { return nested.TypeName == name })
		if i < 0 {
			return nil
		}
		block = block.BlockTypes[i].Block
	}
	i := slices.IndexFunc(block.Attributes, func(one *tfprotov6.SchemaAttribute) bool { return one.Name == names[len(names)-1] })
	if i < 0 {
		return nil
	}
	return block.Attributes[i]
}

func TestCommittedRulesCoverTheSchemas(t *testing.T) {
	book, err := LoadRules(committed)
	if err != nil {
		t.Fatal(err)
	}
	known := resources(t)
	for name := range known {
		if _, has := book[name]; !has {
			t.Errorf("no rules for %s", name)
		}
	}
	for name, rules := range book {
		if known[name] == nil {
			t.Errorf("rules for %s, which is in no schema", name)
			continue
		}
		for path, byDefault := range rules.Defaults {
			one := attribute(known[name].Block, path)
			if one == nil {
				t.Errorf("%s: a default of %s, which is no attribute", name, path)
			} else if _, err := value.FromJSON(byDefault, one.ValueType()); err != nil {
				t.Errorf("%s: the default of %s: %v", name, path, err)
			}
		}
	}
}

func TestLoadRefusesAnUnknownRule(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rules.json")
	if err := os.WriteFile(file, []byte(`{"resources":{"vm":{"arguements":["zone"]}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadRules(file); err == nil || !strings.Contains(err.Error(), "arguements") {
		t.Errorf("expected arguements, found %v", err)
	}
}
