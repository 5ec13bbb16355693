package plan

import (
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/value"
)

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
