package plan

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/value"
)

// KeepSetBlocks restores the computed values of set blocks that do not change. The engine pairs the blocks of a
// proposal with prior ones before defaults are in, finds them different, and so loses their ids.
func KeepSetBlocks(block *tfprotov6.SchemaBlock, planned, prior tftypes.Value) (tftypes.Value, error) {
	fields, before := value.Fields(planned), value.Fields(prior)
	if fields == nil || before == nil {
		return planned, nil
	}
	kept := make(map[string]tftypes.Value, len(fields))
	for name, field := range fields {
		kept[name] = field
	}
	for _, nested := range block.BlockTypes {
		name := nested.TypeName
		if nested.Nesting == tfprotov6.SchemaNestedBlockNestingModeSet {
			kept[name] = keepElements(fields[name], before[name])
			continue
		}
		var err error
		kept[name], err = eachBlock(fields[name], before[name], true, func(block, partner tftypes.Value) (tftypes.Value, error) {
			return KeepSetBlocks(nested.Block, block, partner)
		})
		if err != nil {
			return tftypes.Value{}, err
		}
	}
	return tftypes.NewValue(planned.Type(), kept), nil
}

func keepElements(planned, prior tftypes.Value) tftypes.Value {
	elements, _ := value.Elements(planned)
	if len(elements) == 0 {
		return planned
	}
	left, _ := value.Elements(prior)
	kept := make([]tftypes.Value, len(elements))
	for i, element := range elements {
		kept[i] = element
		for j, candidate := range left {
			if value.Fits(element, candidate) {
				kept[i] = candidate
				left = append(append([]tftypes.Value(nil), left[:j]...), left[j+1:]...)
				break
			}
		}
	}
	return tftypes.NewValue(planned.Type(), kept)
}
