package schema

// Rules say what the provider does with one resource type that its schema does not say: defaults, and which changes
// replace. Paths name arguments through blocks, for example `boot_disk.initialize_params.size`.
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

// LoadRules reads the rules of all resource types from a file.
func LoadRules(path string) (map[string]Rules, error) {
	var file struct {
		Comment   []string         `json:"$comment"`
		Resources map[string]Rules `json:"resources"`
	}
	err := readStrictly(path, &file)
	return file.Resources, err
}
