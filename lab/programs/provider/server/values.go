package server

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/backend"
	"bingo-on-yandex-cloud/provider/value"
)

// known finds a type's schema.
func known(schemas map[string]*tfprotov6.Schema, name string) (*tfprotov6.Schema, error) {
	found, is := schemas[name]
	if !is {
		return nil, fmt.Errorf("the stand-in's schema has no %s", name)
	}
	return found, nil
}

// valuesOf reads several values of one type, and returns its schema too.
func valuesOf(schemas map[string]*tfprotov6.Schema, name string, from ...*tfprotov6.DynamicValue) (*tfprotov6.Schema, []tftypes.Value, error) {
	schema, err := known(schemas, name)
	if err != nil {
		return nil, nil, err
	}
	values := make([]tftypes.Value, len(from))
	for i, one := range from {
		if values[i], err = unmarshal(schema.ValueType(), one); err != nil {
			return nil, nil, err
		}
	}
	return schema, values, nil
}

// unmarshal returns null for nothing.
func unmarshal(kind tftypes.Type, from *tfprotov6.DynamicValue) (tftypes.Value, error) {
	if from == nil {
		return tftypes.NewValue(kind, nil), nil
	}
	return from.Unmarshal(kind)
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

// failed is nil without an error.
func failed(err error, format string, args ...any) []*tfprotov6.Diagnostic {
	if err == nil {
		return nil
	}
	return invalid(nil, fmt.Sprintf(format, args...), err.Error())
}

func invalid(at *tftypes.AttributePath, summary, detail string) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{{
		Severity: tfprotov6.DiagnosticSeverityError, Summary: summary, Detail: detail, Attribute: at,
	}}
}
