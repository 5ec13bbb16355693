package plan

import (
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/value"
)

// eachBlock changes every block of a nested block type, whatever its nesting. Partner is the block of the other value in
// the same place; without paired, or where there is none, null.
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
	if _, isMap := all.Type().(tftypes.Map); !isMap {
		return change(all, others)
	}
	partners := value.Fields(others)
	changed := map[string]tftypes.Value{}
	for key, element := range value.Fields(all) {
		partner, has := partners[key]
		if !has || !paired {
			partner = tftypes.NewValue(element.Type(), nil)
		}
		var err error
		if changed[key], err = change(element, partner); err != nil {
			return tftypes.Value{}, err
		}
	}
	return tftypes.NewValue(all.Type(), changed), nil
}
