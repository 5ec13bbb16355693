package server

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"bingo-on-yandex-cloud/provider/backend"
)

// known finds a type's schema.
func known(schemas map[string]*tfprotov6.Schema, name string) (*tfprotov6.Schema, error) {
	found, is := schemas[name]
	if !is {
		return nil, fmt.Errorf("the stand-in's schema has no %s", name)
	}
	return found, nil
}

// subject is what the engine asks to read: a resource in its state, or a data source in the configuration.
type subject struct {
	schema *tfprotov6.Schema
	value  tftypes.Value
	object backend.Object
}

func subjectOf(schemas map[string]*tfprotov6.Schema, name string, from *tfprotov6.DynamicValue) (subject, error) {
	schema, err := known(schemas, name)
	if err != nil {
		return subject{}, err
	}
	values, err := unmarshal(schema.ValueType(), from)
	if err != nil {
		return subject{}, err
	}
	plain, err := object(values[0])
	return subject{schema: schema, value: values[0], object: plain}, err
}
