package plan

import (
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/schema"
	"bingo-on-yandex-cloud/provider/value"
)

// Replaces lists what cannot become as planned in the resource that exists.
func Replaces(block *tfprotov6.SchemaBlock, of schema.Rules, prior, planned tftypes.Value) (found []*tftypes.AttributePath) {
	find := func(names []string, differs func(before, after tftypes.Value) bool) {
		for _, name := range names {
			found = append(found, differences(prior, planned, strings.Split(name, "."), tftypes.NewAttributePath(), differs)...)
		}
	}
	find(arguments(block, of.Arguments), isOther)
	find(of.BlockCounts, hasOtherNumber)
	find(of.WhenSmaller, isSmaller)
	return found
}

// Stops lists the arguments for whose change the machine must be stopped.
func Stops(of schema.Rules, prior, planned tftypes.Value) (changed []string) {
	for _, name := range of.Stops {
		if len(differences(prior, planned, strings.Split(name, "."), tftypes.NewAttributePath(), isOther)) > 0 {
			changed = append(changed, name)
		}
	}
	return changed
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
func differences(prior, planned tftypes.Value, names []string, at *tftypes.AttributePath, differs func(before, after tftypes.Value) bool) (found []*tftypes.AttributePath) {
	if len(names) == 0 {
		if differs(prior, planned) {
			found = append(found, at)
		}
		return found
	}
	before, isList := value.Elements(prior)
	if !isList {
		one, other := field(prior, planned, names[0])
		return differences(one, other, names[1:], at.WithAttributeName(names[0]), differs)
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
		found = append(found, differences(one, other, names, at.WithElementKeyInt(i), differs)...)
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

func hasOtherNumber(before, after tftypes.Value) bool {
	one, _ := value.Elements(before)
	other, _ := value.Elements(after)
	return len(one) != len(other)
}

func isSmaller(before, after tftypes.Value) bool {
	var one, other big.Float
	return before.IsKnown() && after.IsKnown() && !before.IsNull() && !after.IsNull() &&
		before.As(&one) == nil && after.As(&other) == nil && other.Cmp(&one) < 0
}
