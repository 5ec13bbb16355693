package state

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/value"
)

// Complete leaves no computed value null and no list of blocks: a null would be in every plan again, and the engine
// accepts no null for blocks.
func Complete(block *tfprotov6.SchemaBlock, of tftypes.Value) tftypes.Value {
	fields := value.Fields(of)
	if fields == nil {
		return of
	}
	completed := make(map[string]tftypes.Value, len(fields))
	for _, attribute := range block.Attributes {
		completed[attribute.Name] = fields[attribute.Name]
		if attribute.Computed && fields[attribute.Name].IsNull() {
			completed[attribute.Name] = value.Zero(attribute.ValueType())
		}
	}
	for _, nested := range block.BlockTypes {
		completed[nested.TypeName] = completeBlocks(nested, fields[nested.TypeName])
	}
	return tftypes.NewValue(of.Type(), completed)
}

func completeBlocks(nested *tfprotov6.SchemaNestedBlock, of tftypes.Value) tftypes.Value {
	if of.IsNull() {
		return value.Zero(of.Type())
	}
	if elements, isList := value.Elements(of); isList {
		completed := make([]tftypes.Value, len(elements))
		for i, element := range elements {
			completed[i] = Complete(nested.Block, element)
		}
		return tftypes.NewValue(of.Type(), completed)
	}
	return Complete(nested.Block, of)
}
