package state

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/value"
)

// Refresh returns the values that a backend read, in the form of the state: where null and the empty value are the only
// difference, the state's value stays. Otherwise the next plan would show a change where there is none.
func Refresh(prior, read tftypes.Value) tftypes.Value {
	if value.Same(prior, read) {
		return prior
	}
	if elements, isList := value.Elements(read); isList {
		before, _ := value.Elements(prior)
		return tftypes.NewValue(read.Type(), refreshElements(before, elements, value.IsSet(read)))
	}
	fields, before := value.Fields(read), value.Fields(prior)
	if fields == nil || before == nil {
		return read
	}
	refreshed := map[string]tftypes.Value{}
	for name, field := range fields {
		refreshed[name] = field
		if was, has := before[name]; has {
			refreshed[name] = Refresh(was, field)
		}
	}
	return tftypes.NewValue(read.Type(), refreshed)
}

func refreshElements(before, read []tftypes.Value, isSet bool) []tftypes.Value {
	refreshed := make([]tftypes.Value, len(read))
	for i, element := range read {
		refreshed[i] = element
		j := i
		if isSet {
			j = slices.IndexFunc(before, func(was tftypes.Value) bool { return value.Same(was, element) })
		}
		if j >= 0 && j < len(before) {
			refreshed[i] = Refresh(before[j], element)
		}
	}
	return refreshed
}
