// Package schema reads what `providers schema -json` prints and turns it into the plugin protocol's types.
package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

type file struct {
	FormatVersion   string              `json:"format_version"`
	ProviderSchemas map[string]Provider `json:"provider_schemas"`
}

// Provider is one provider's part of the file.
type Provider struct {
	Provider          Schema            `json:"provider"`
	ResourceSchemas   map[string]Schema `json:"resource_schemas"`
	DataSourceSchemas map[string]Schema `json:"data_source_schemas"`
}

// Schema describes the provider's own settings, a resource or a data source.
type Schema struct {
	// Version of the resource's state. The real provider cannot read a state that was written at another one.
	Version int64 `json:"version"`
	Block   Block `json:"block"`
}

// Block is a set of arguments and of blocks within.
type Block struct {
	Attributes map[string]Attribute `json:"attributes"`
	BlockTypes map[string]BlockType `json:"block_types"`
}

// Attribute is one argument or computed value.
type Attribute struct {
	Type       json.RawMessage `json:"type"`
	Required   bool            `json:"required"`
	Optional   bool            `json:"optional"`
	Computed   bool            `json:"computed"`
	Sensitive  bool            `json:"sensitive"`
	WriteOnly  bool            `json:"write_only"`
	Deprecated bool            `json:"deprecated"`
}

// BlockType says how often a block may occur. MaxItems 0: any number.
type BlockType struct {
	Block       Block  `json:"block"`
	NestingMode string `json:"nesting_mode"`
	MinItems    int64  `json:"min_items"`
	MaxItems    int64  `json:"max_items"`
}

// Load reads a file that holds one provider and returns its address, for example `HOST/hashicorp/null`. A field it does
// not know is an error: left out, the stand-in would allow what the real provider refuses.
func Load(path string) (address string, provider Provider, err error) {
	var parsed file
	if err := readStrictly(path, &parsed); err != nil {
		return "", Provider{}, err
	}
	if len(parsed.ProviderSchemas) != 1 {
		return "", Provider{}, fmt.Errorf("%s: expected one provider in provider_schemas, found %d", path, len(parsed.ProviderSchemas))
	}
	for address, provider = range parsed.ProviderSchemas {
	}
	return address, provider, nil
}

// readStrictly reads JSON that may have no other fields than the value. Numbers without a type of their own become
// json.Number.
func readStrictly(path string, into any) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
