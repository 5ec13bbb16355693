// Package rules reads what a provider does that its schema does not say: defaults, and which changes replace.
package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

// Rules are those of one resource type. Paths name arguments through blocks, for example `boot_disk.initialize_params.size`.
type Rules struct {
	// Arguments replace the resource when they change; `*`: all.
	Arguments []string `json:"arguments"`
	// BlockCounts are blocks whose number replaces the resource when it changes.
	BlockCounts []string `json:"blockCounts"`
	// WhenSmaller are numbers that replace the resource when they become lower.
	WhenSmaller []string `json:"whenSmaller"`
	// Stops are arguments that change in place, with the machine stopped for it.
	Stops []string `json:"stops"`
	// Defaults are the values of arguments that are not set.
	Defaults map[string]any `json:"defaults"`
}

// Load reads the rules of all resource types from a file.
func Load(path string) (map[string]Rules, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Comment   []string         `json:"$comment"`
		Resources map[string]Rules `json:"resources"`
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	decoder.UseNumber()
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return file.Resources, nil
}
