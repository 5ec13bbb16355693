package schema

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var blockNesting = map[string]tfprotov6.SchemaNestedBlockNestingMode{
	"single": tfprotov6.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov6.SchemaNestedBlockNestingModeList,
	"set":    tfprotov6.SchemaNestedBlockNestingModeSet,
}

// Protocol returns the schema in the form of the plugin protocol. An error names the place.
func (s Schema) Protocol() (*tfprotov6.Schema, error) {
	block, err := s.Block.protocol()
	if err != nil {
		return nil, err
	}
	return &tfprotov6.Schema{Version: s.Version, Block: block}, nil
}

func (b Block) protocol() (*tfprotov6.SchemaBlock, error) {
	attributes, err := protocolAttributes(b.Attributes)
	if err != nil {
		return nil, err
	}
	block := &tfprotov6.SchemaBlock{Attributes: attributes}
	for _, name := range slices.Sorted(maps.Keys(b.BlockTypes)) {
		nested, err := b.BlockTypes[name].protocol(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		block.BlockTypes = append(block.BlockTypes, nested)
	}
	return block, nil
}

func (t BlockType) protocol(name string) (*tfprotov6.SchemaNestedBlock, error) {
	nesting, known := blockNesting[t.NestingMode]
	if !known {
		return nil, fmt.Errorf("expected the nesting mode list, set or single, found %q", t.NestingMode)
	}
	block, err := t.Block.protocol()
	if err != nil {
		return nil, err
	}
	return &tfprotov6.SchemaNestedBlock{
		TypeName: name, Block: block, Nesting: nesting, MinItems: t.MinItems, MaxItems: t.MaxItems,
	}, nil
}

func protocolAttributes(attributes map[string]Attribute) ([]*tfprotov6.SchemaAttribute, error) {
	var converted []*tfprotov6.SchemaAttribute
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		a := attributes[name]
		kind, err := tftypes.ParseJSONType(a.Type)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		converted = append(converted, &tfprotov6.SchemaAttribute{
			Name: name, Type: kind, Required: a.Required, Optional: a.Optional, Computed: a.Computed,
			Sensitive: a.Sensitive, WriteOnly: a.WriteOnly, Deprecated: a.Deprecated,
		})
	}
	return converted, nil
}
