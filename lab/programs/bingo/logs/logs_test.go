package logs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const email = "someone@example.org"

func TestFolderIsTenDigitsOfTheSHA1(t *testing.T) {
	// printf someone@example.org | sha1sum | cut -c 1-10
	if found := Folder(email); found != "2f2cf2c9f2" {
		t.Errorf("expected 2f2cf2c9f2, found %s", found)
	}
}

func TestRecordsRepeatEnvironmentHostPidAndVersions(t *testing.T) {
	t.Setenv("STANDIN_MARK", "seen")
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, Folder(email)), 0o755); err != nil {
		t.Fatal(err)
	}
	log, err := Open(root, email)
	if err != nil {
		t.Fatal(err)
	}
	log.Info("one")
	log.Info("two")
	text, err := os.ReadFile(filepath.Join(root, Folder(email), "main.log"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var record struct {
			Level, Msg, Host string
			Ts               float64
			Pid              int
			Environment      []string
			Versions         map[string]string
		}
		err := json.Unmarshal([]byte(line), &record)
		if err != nil || !slices.Contains(record.Environment, "STANDIN_MARK=seen") || record.Pid != os.Getpid() ||
			record.Level != "info" || record.Ts < 1e9 || record.Host == "" || record.Versions["bingo"] != Version {
			t.Errorf("expected a record with environment, host, pid and versions, found %s, %v", line, err)
		}
	}
	if count := strings.Count(string(text), "\n"); count != 2 {
		t.Errorf("expected 2 records, found %d", count)
	}
}

func TestFailsToBuildLoggerWithoutTheFolder(t *testing.T) {
	_, err := Open(t.TempDir(), email)
	if err == nil || !strings.HasPrefix(err.Error(), "failed to build logger: ") {
		t.Errorf("expected failed to build logger, found %v", err)
	}
}
