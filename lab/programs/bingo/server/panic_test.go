package server

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

const panicking = "STANDIN_TEST_PANICKING"

func TestAPanicEndsTheProcess(t *testing.T) {
	if os.Getenv(panicking) != "" {
		ask(well(t), "POST", "/operation", `{"operation": 85899345920}`)
	}
	command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	command.Env = append(os.Environ(), panicking+"=1")
	output, err := command.CombinedOutput()
	if err == nil || err.Error() != "exit status 2" || !strings.HasPrefix(string(output), "panic: we're all gonna die") {
		t.Errorf("expected exit status 2 and a panic, found %v and %s", err, output)
	}
}
