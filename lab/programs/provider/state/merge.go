// Package state makes the state of a resource from what was planned and what a backend answered.
package state

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/value"
)

// Merge returns the plan with the answer in place of its unknown values. An answer that contradicts the plan is an error.
// Values that the answer leaves out are as planned, or empty where the plan did not know them.
func Merge(planned, answer tftypes.Value) (tftypes.Value, error) {
	return merge(planned, answer, tftypes.NewAttributePath())
}

func merge(planned, answer tftypes.Value, at *tftypes.AttributePath) (tftypes.Value, error) {
	switch {
	case !planned.IsKnown() && answer.IsNull():
		return value.Zero(planned.Type()), nil
	case !planned.IsKnown():
		return answer, nil
	case planned.IsNull() || answer.IsNull() && planned.IsFullyKnown():
		return planned, contradiction(planned, answer, at)
	}
	if elements, isList := value.Elements(planned); isList {
		return mergeElements(planned, answer, elements, at)
	}
	if fields := value.Fields(planned); fields != nil {
		return mergeFields(planned, answer, fields, at)
	}
	return planned, contradiction(planned, answer, at)
}

func mergeFields(planned, answer tftypes.Value, fields map[string]tftypes.Value, at *tftypes.AttributePath) (tftypes.Value, error) {
	answers := value.Fields(answer)
	for name, extra := range answers {
		if _, has := fields[name]; !has {
			return planned, fmt.Errorf("%s: the answer has %q: %s, which was not planned", at, name, show(extra))
		}
	}
	merged := map[string]tftypes.Value{}
	for name, field := range fields {
		partner, has := answers[name]
		if !has {
			partner = tftypes.NewValue(field.Type(), nil)
		}
		var err error
		if merged[name], err = merge(field, partner, at.WithAttributeName(name)); err != nil {
			return planned, err
		}
	}
	return tftypes.NewValue(planned.Type(), merged), nil
}

func mergeElements(planned, answer tftypes.Value, elements []tftypes.Value, at *tftypes.AttributePath) (tftypes.Value, error) {
	answers, _ := value.Elements(answer)
	if !answer.IsNull() && len(answers) != len(elements) {
		return planned, fmt.Errorf("%s: %d were planned, the answer has %d", at, len(elements), len(answers))
	}
	merged := make([]tftypes.Value, len(elements))
	for i, element := range elements {
		partner := tftypes.NewValue(element.Type(), nil)
		place := at.WithElementKeyInt(i)
		switch {
		case answer.IsNull():
		case value.IsSet(planned):
			j := slices.IndexFunc(answers, func(candidate tftypes.Value) bool {
				_, err := merge(element, candidate, at)
				return err == nil
			})
			if j < 0 {
				return planned, fmt.Errorf("%s: the answer has none that fits planned block %d: %s", at, i, show(element))
			}
			partner, answers, place = answers[j], slices.Delete(slices.Clone(answers), j, j+1), at
		default:
			partner = answers[i]
		}
		var err error
		if merged[i], err = merge(element, partner, place); err != nil {
			return planned, err
		}
	}
	return tftypes.NewValue(planned.Type(), merged), nil
}

func contradiction(planned, answer tftypes.Value, at *tftypes.AttributePath) error {
	if answer.IsNull() || value.Same(planned, answer) {
		return nil
	}
	return fmt.Errorf("%s: planned was %s, the answer has %s", at, show(planned), show(answer))
}

// show prints a value short enough for a line.
func show(of tftypes.Value) string {
	plain, err := value.ToJSON(of)
	if err != nil {
		return err.Error()
	}
	text, err := json.Marshal(plain)
	if err != nil {
		return err.Error()
	}
	const enough = 200
	if len(text) > enough {
		return string(text[:enough]) + "..."
	}
	return string(text)
}
