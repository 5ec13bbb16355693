package plan

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/schema"
	"bingo-on-yandex-cloud/provider/value"
)

// Replaces lists what cannot become as planned in the resource that exists.
func Replaces(block *tfprotov6.SchemaBlock, of schema.Rules, prior, planned tftypes.Value) (found []*tftypes.AttributePath) {
	for _, name := range arguments(block, of.Arguments) {
		found = append(found, differences(prior, planned, strings.Split(name, "."), tftypes.NewAttributePath())...)
	}
	return found
}

// arguments spells `*` out.
func arguments(block *tfprotov6.SchemaBlock, names []string) (all []string) {
	for _, name := range names {
		if name != "*" {
			all = append(all, name)
			continue
		}
		for _, attribute := range block.Attributes {
			if attribute.Required || attribute.Optional {
				all = append(all, attribute.Name)
			}
		}
		for _, nested := range block.BlockTypes {
			all = append(all, nested.TypeName)
		}
	}
	return all
}

// differences follows the names into both values, through every block of a list, and gives the places that differ.
func differences(prior, planned tftypes.Value, names []string, at *tftypes.AttributePath) (found []*tftypes.AttributePath) {
	if len(names) == 0 {
		if isOther(prior, planned) {
			found = append(found, at)
		}
		return found
	}
	before, isList := value.Elements(prior)
	if !isList {
		one, other := field(prior, planned, names[0])
		return differences(one, other, names[1:], at.WithAttributeName(names[0]))
	}
	after, _ := value.Elements(planned)
	if value.IsSet(prior) {
		// Blocks of a set have no place of their own.
		if isOther(prior, planned) {
			found = append(found, at)
		}
		return found
	}
	for i := range max(len(before), len(after)) {
		one, other := element(before, after, i)
		found = append(found, differences(one, other, names, at.WithElementKeyInt(i))...)
	}
	return found
}

func field(prior, planned tftypes.Value, name string) (before, after tftypes.Value) {
	kind := prior.Type().(tftypes.Object).AttributeTypes[name]
	before, after = tftypes.NewValue(kind, nil), tftypes.NewValue(kind, nil)
	if found, has := value.Fields(prior)[name]; has {
		before = found
	}
	if found, has := value.Fields(planned)[name]; has {
		after = found
	}
	return before, after
}

func element(before, after []tftypes.Value, i int) (one, other tftypes.Value) {
	switch {
	case i >= len(before):
		return tftypes.NewValue(after[i].Type(), nil), after[i]
	case i >= len(after):
		return before[i], tftypes.NewValue(before[i].Type(), nil)
	}
	return before[i], after[i]
}

func isOther(before, after tftypes.Value) bool {
	return !value.Same(before, after)
}
