package schema

// Rules say what the provider does with one resource type that its schema does not say: defaults, and which changes
// replace. Paths name arguments through blocks, for example `subject.common_name`.
type Rules struct {
	// Arguments replace the resource when they change; `*`: all.
	Arguments []string `json:"arguments"`
	// Defaults are the values of arguments that are not set.
	Defaults map[string]any `json:"defaults"`
}

// LoadRules reads the rules of all resource types from a file.
func LoadRules(path string) (map[string]Rules, error) {
	var file struct {
		Resources map[string]Rules `json:"resources"`
	}
	err := readStrictly(path, &file)
	return file.Resources, err
}
