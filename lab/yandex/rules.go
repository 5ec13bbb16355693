package main

import (
	"encoding/json"
	"io"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/yandex-cloud/terraform-provider-yandex/yandex"
)

// rules are what a type's schema says and the engine is not told: packages/provider-yandex/replacement.json repeats it.
type rules struct {
	Arguments   []string       `json:"arguments"`
	BlockCounts []string       `json:"blockCounts"`
	Defaults    map[string]any `json:"defaults"`
	// CustomizeDiff says that the provider's code decides on some replacements.
	CustomizeDiff bool `json:"customizeDiff"`
}

// writeRules writes the rules of some resource types as JSON, by type.
func writeRules(to io.Writer, types []string) error {
	all := map[string]*rules{}
	resources := yandex.NewSDKProvider().ResourcesMap
	for _, name := range types {
		if resource, has := resources[name]; has {
			all[name] = &rules{
				Arguments: []string{}, BlockCounts: []string{}, Defaults: map[string]any{},
				CustomizeDiff: resource.CustomizeDiff != nil,
			}
			all[name].walk(resource.Schema, "")
		}
	}
	return json.NewEncoder(to).Encode(all)
}

func (r *rules) walk(of map[string]*schema.Schema, prefix string) {
	for _, name := range slices.Sorted(maps.Keys(of)) {
		argument, path := of[name], prefix+name
		block, isBlock := argument.Elem.(*schema.Resource)
		switch {
		case argument.ForceNew && isBlock:
			r.BlockCounts = append(r.BlockCounts, path)
		case argument.ForceNew:
			r.Arguments = append(r.Arguments, path)
		}
		if argument.Default != nil {
			r.Defaults[path] = argument.Default
		}
		if isBlock {
			r.walk(block.Schema, path+".")
		}
	}
}
