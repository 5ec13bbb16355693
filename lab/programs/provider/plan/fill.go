// Package plan decides what a resource will be, as the real providers do from their schema.
package plan

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/value"
)

// Fill completes the engine's proposal: arguments that are not set get their default, and values that the provider has yet
// to decide become unknown. The engine has copied computed values of the prior state into the proposal, so one rule
// serves for new resources and old.
func Fill(block *tfprotov6.SchemaBlock, proposed, config tftypes.Value, defaults map[string]any) (tftypes.Value, error) {
	return filler(defaults).block(block, proposed, config, "")
}

type filler map[string]any

func (f filler) block(block *tfprotov6.SchemaBlock, proposed, config tftypes.Value, at string) (tftypes.Value, error) {
	fields := value.Fields(proposed)
	if fields == nil {
		return proposed, nil
	}
	// Without its configuration, an element of a set is taken for its own.
	configured := value.Fields(config)
	if configured == nil {
		configured = fields
	}
	filled := make(map[string]tftypes.Value, len(fields))
	for _, attribute := range block.Attributes {
		name := attribute.Name
		var err error
		filled[name], err = f.attribute(attribute, fields[name], configured[name], at+name)
		if err != nil {
			return tftypes.Value{}, err
		}
	}
	for _, nested := range block.BlockTypes {
		name := nested.TypeName
		var err error
		filled[name], err = f.nested(nested, fields[name], configured[name], at+name+".")
		if err != nil {
			return tftypes.Value{}, err
		}
	}
	return tftypes.NewValue(proposed.Type(), filled), nil
}

func (f filler) attribute(attribute *tfprotov6.SchemaAttribute, proposed, config tftypes.Value, path string) (tftypes.Value, error) {
	if byDefault, has := f[path]; has && config.IsNull() {
		return value.FromJSON(byDefault, attribute.ValueType())
	}
	if attribute.Computed && proposed.IsNull() {
		return value.Unknown(attribute.ValueType()), nil
	}
	return proposed, nil
}

func (f filler) nested(nested *tfprotov6.SchemaNestedBlock, proposed, config tftypes.Value, path string) (tftypes.Value, error) {
	return eachBlock(proposed, config, !value.IsSet(proposed), func(block, configured tftypes.Value) (tftypes.Value, error) {
		return f.block(nested.Block, block, configured, path)
	})
}

// eachBlock changes every block of a nested block type: a list, a set or a single one. The partner of a block is the one
// in the same place of the other value; without paired, or where there is none, it is null.
func eachBlock(all, others tftypes.Value, paired bool, change func(block, partner tftypes.Value) (tftypes.Value, error)) (tftypes.Value, error) {
	if all.IsNull() || !all.IsKnown() {
		return all, nil
	}
	if elements, isList := value.Elements(all); isList {
		partners, _ := value.Elements(others)
		changed := make([]tftypes.Value, len(elements))
		for i, element := range elements {
			partner := tftypes.NewValue(element.Type(), nil)
			if paired && i < len(partners) {
				partner = partners[i]
			}
			var err error
			if changed[i], err = change(element, partner); err != nil {
				return tftypes.Value{}, err
			}
		}
		return tftypes.NewValue(all.Type(), changed), nil
	}
	return change(all, others)
}
