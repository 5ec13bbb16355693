package schema

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoadRefusesAnUnknownRule(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rules.json")
	if err := os.WriteFile(file, []byte(`{"resources":{"vm":{"arguements":["zone"]}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadRules(file); err == nil || !strings.Contains(err.Error(), "arguements") {
		t.Errorf("expected arguements, found %v", err)
	}
}
