package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func file(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadsWhatItPrints(t *testing.T) {
	expected := Default()
	found, err := Load(file(t, expected.String()), "error")
	if err != nil || !reflect.DeepEqual(found, expected) {
		t.Errorf("expected %+v, found %+v, %v", expected, found, err)
	}
}

func TestFailsToReadConfigData(t *testing.T) {
	for name, path := range map[string]string{
		"missing":     "/nowhere/config.yaml",
		"not YAML":    file(t, "student_email: [\n"),
		"unknown key": file(t, "studentEmail: someone@example.org\n"),
		"wrong type":  file(t, "postgres_cluster:\n  hosts: db\n"),
	} {
		_, err := Load(path, "default")
		if err == nil || !strings.HasPrefix(err.Error(), "failed to read config data: ") {
			t.Errorf("%s: expected failed to read config data, found %v", name, err)
		}
	}
}

func TestMissingKeysTakeTheirDefaults(t *testing.T) {
	path := file(t, "student_email: someone@example.org\npostgres_cluster:\n  hosts: [{address: db, port: 6432}]\n  user: bingo\n")
	expected := Default()
	expected.StudentEmail = "someone@example.org"
	expected.PostgresCluster.Hosts = []Host{{"db", 6432}}
	expected.PostgresCluster.User = "bingo"
	if found, err := Load(path, "default"); err != nil || !reflect.DeepEqual(found, expected) {
		t.Errorf("expected %+v, found %+v, %v", expected, found, err)
	}
	if _, err := Load(path, "error"); err == nil || !strings.Contains(err.Error(), "expected the key postgres_cluster.") {
		t.Errorf("expected a missing key of postgres_cluster, found %v", err)
	}
}
