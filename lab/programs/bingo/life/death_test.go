package life

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

const dyingWay = "STANDIN_TEST_DYING_WAY"

// dying is this test binary again, in a process that dies in the given way at once.
func dying(t *testing.T, way Way) *exec.Cmd {
	if way := os.Getenv(dyingWay); way != "" {
		Fate{Way: Way(way)}.Await(&Health{})
	}
	command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	command.Env = append(os.Environ(), dyingWay+"="+string(way))
	return command
}

func TestExits0Silently(t *testing.T) {
	if output, err := dying(t, Exit0).CombinedOutput(); err != nil || len(output) > 0 {
		t.Errorf("expected exit status 0 and no output, found %v and %s", err, output)
	}
}

func TestPanicsWithStatus2(t *testing.T) {
	output, err := dying(t, Panic).CombinedOutput()
	if err == nil || err.Error() != "exit status 2" || !strings.HasPrefix(string(output), "panic: we're all gonna die") {
		t.Errorf("expected exit status 2 and a panic, found %v and %s", err, output)
	}
}

func TestLeaksUntilKilled(t *testing.T) {
	process := dying(t, Leaks)
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	defer process.Wait()
	defer process.Process.Kill()
	var pages int
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		statm, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", process.Process.Pid))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Sscanf(string(statm), "%d %d", new(int), &pages)
		if pages*os.Getpagesize() > 100<<20 {
			return
		}
	}
	t.Errorf("expected 100 MB in 10 s, found %d pages", pages)
}
