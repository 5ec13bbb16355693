package server

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/backend"
	"bingo-on-yandex-cloud/provider/value"
)

// unmarshal reads several values of one type.
func unmarshal(kind tftypes.Type, from ...*tfprotov6.DynamicValue) ([]tftypes.Value, error) {
	values := make([]tftypes.Value, len(from))
	for i, one := range from {
		if one == nil {
			values[i] = tftypes.NewValue(kind, nil)
			continue
		}
		var err error
		if values[i], err = one.Unmarshal(kind); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func marshal(from tftypes.Value) (*tfprotov6.DynamicValue, error) {
	to, err := tfprotov6.NewDynamicValue(from.Type(), from)
	return &to, err
}

// object is nil for null.
func object(from tftypes.Value) (backend.Object, error) {
	plain, err := value.ToJSON(from)
	if plain == nil || err != nil {
		return nil, err
	}
	return plain.(backend.Object), nil
}

// with replaces one field of an object.
func with(of tftypes.Value, name string, by tftypes.Value) tftypes.Value {
	fields := value.Fields(of)
	fields[name] = by
	return tftypes.NewValue(of.Type(), fields)
}

// failed is nil without an error.
func failed(err error, format string, args ...any) []*tfprotov6.Diagnostic {
	if err == nil {
		return nil
	}
	return invalid(nil, fmt.Sprintf(format, args...), err.Error())
}
