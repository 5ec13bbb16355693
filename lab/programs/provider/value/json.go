// Package value converts and compares values of the plugin protocol.
package value

import (
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ToJSON converts a value to the form that encoding/json takes, numbers to json.Number. An unknown value becomes nil, as
// null does.
func ToJSON(from tftypes.Value) (any, error) {
	if from.IsNull() || !from.IsKnown() {
		return nil, nil
	}
	switch kind := from.Type(); {
	case kind.Is(tftypes.String):
		return as[string](from)
	case kind.Is(tftypes.Bool):
		return as[bool](from)
	case kind.Is(tftypes.Number):
		number, err := as[big.Float](from)
		return json.Number(number.Text('f', -1)), err
	}
	if elements, isList := Elements(from); isList {
		converted := make([]any, len(elements))
		for i, element := range elements {
			var err error
			if converted[i], err = ToJSON(element); err != nil {
				return nil, err
			}
		}
		return converted, nil
	}
	fields, err := as[map[string]tftypes.Value](from)
	if err != nil {
		return nil, err
	}
	converted := make(map[string]any, len(fields))
	for name, field := range fields {
		if converted[name], err = ToJSON(field); err != nil {
			return nil, err
		}
	}
	return converted, nil
}

// FromJSON converts whatever encoding/json can write to a value of a type. A field that an object leaves out is null; a
// field that the type does not have is an error.
func FromJSON(from any, to tftypes.Type) (tftypes.Value, error) {
	text, err := json.Marshal(from)
	if err != nil {
		return tftypes.Value{}, err
	}
	converted, err := tftypes.ValueFromJSON(text, to)
	if err != nil {
		return tftypes.Value{}, fmt.Errorf("does not fit the schema: %w", err)
	}
	return converted, nil
}

func as[T any](from tftypes.Value) (to T, err error) {
	err = from.As(&to)
	return to, err
}
