package value

import (
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Fields of an object or map. Nil for null, for unknown and for everything else.
func Fields(of tftypes.Value) map[string]tftypes.Value {
	if of.IsNull() || !of.IsKnown() {
		return nil
	}
	var fields map[string]tftypes.Value
	if of.As(&fields) != nil {
		return nil
	}
	return fields
}

// Elements of a list, set or tuple; false for another type. None for null and for unknown.
func Elements(of tftypes.Value) (elements []tftypes.Value, isList bool) {
	switch of.Type().(type) {
	case tftypes.List, tftypes.Set, tftypes.Tuple:
	default:
		return nil, false
	}
	if of.IsKnown() && !of.IsNull() && of.As(&elements) != nil {
		return nil, false
	}
	return elements, true
}

// IsSet reports whether a value's elements have no order.
func IsSet(of tftypes.Value) bool {
	_, is := of.Type().(tftypes.Set)
	return is
}

// Unknown returns a value that is decided when the plan is applied.
func Unknown(of tftypes.Type) tftypes.Value {
	return tftypes.NewValue(of, tftypes.UnknownValue)
}

// Zero returns a type's empty value: "", 0, false, no elements. Null for an object.
func Zero(of tftypes.Type) tftypes.Value {
	switch of.(type) {
	case tftypes.List, tftypes.Set:
		return tftypes.NewValue(of, []tftypes.Value{})
	case tftypes.Map:
		return tftypes.NewValue(of, map[string]tftypes.Value{})
	}
	switch {
	case of.Is(tftypes.String):
		return tftypes.NewValue(of, "")
	case of.Is(tftypes.Number):
		return tftypes.NewValue(of, big.NewFloat(0))
	case of.Is(tftypes.Bool):
		return tftypes.NewValue(of, false)
	}
	return tftypes.NewValue(of, nil)
}

// Same reports whether a provider sees no difference between two values: null and the empty value are the same to it.
// Nothing is the same as an unknown value.
func Same(one, other tftypes.Value) bool {
	return alike(one, other, false)
}

// Fits reports whether a plan may turn out as a value: the same but for what the plan leaves unknown.
func Fits(planned, actual tftypes.Value) bool {
	return alike(planned, actual, true)
}

func alike(one, other tftypes.Value, unknownFits bool) bool {
	if !one.IsKnown() || !other.IsKnown() {
		return unknownFits && !one.IsKnown()
	}
	ones, isList := Elements(one)
	others, _ := Elements(other)
	switch {
	case isList && IsSet(one):
		return pairOff(ones, others, unknownFits)
	case isList:
		for i := range ones {
			if i >= len(others) || !alike(ones[i], others[i], unknownFits) {
				return false
			}
		}
		return len(ones) == len(others)
	case one.Type().Is(tftypes.Map{}) || one.Type().Is(tftypes.Object{}):
		return alikeFields(Fields(one), Fields(other), unknownFits)
	}
	return orZero(one).Equal(orZero(other))
}

func alikeFields(ones, others map[string]tftypes.Value, unknownFits bool) bool {
	for name, one := range ones {
		other, found := others[name]
		if !found {
			other = tftypes.NewValue(one.Type(), nil)
		}
		if !alike(one, other, unknownFits) {
			return false
		}
	}
	for name, other := range others {
		if _, found := ones[name]; !found && !alike(tftypes.NewValue(other.Type(), nil), other, unknownFits) {
			return false
		}
	}
	return true
}

func pairOff(ones, others []tftypes.Value, unknownFits bool) bool {
	left := append([]tftypes.Value(nil), others...)
	for _, one := range ones {
		found := false
		for i, other := range left {
			if found = alike(one, other, unknownFits); found {
				left = append(left[:i], left[i+1:]...)
				break
			}
		}
		if !found {
			return false
		}
	}
	return len(left) == 0
}

func orZero(one tftypes.Value) tftypes.Value {
	if one.IsNull() {
		return Zero(one.Type())
	}
	return one
}
