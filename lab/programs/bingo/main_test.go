package main

import (
	"fmt"
	"strings"
	"testing"
)

const user = 1000

func Example_withoutCommand() {
	fmt.Println(run(user, nil))
	// Output:
	// Hello world
	// <nil>
}

func Example_version() {
	fmt.Println(run(user, []string{"version"}))
	// Output:
	// 20231121T1537
	// <nil>
}

func Example_root() {
	fmt.Println(run(0, nil))
	fmt.Println(run(0, []string{"run_server"}))
	// Output:
	// bingo must not run as root
	// bingo must not run as root
}

func Example_unknownCommand() {
	fmt.Println(run(user, []string{"serve"}))
	// Output:
	// unknown command "serve" for "bingo"
}

func panicOf(arguments ...string) (found any) {
	defer func() { found = recover() }()
	return run(user, arguments)
}

func TestPanicsWithoutConfig(t *testing.T) {
	t.Setenv("STANDIN_CONFIG", "/nowhere/config.yaml")
	for _, command := range []string{"prepare_db", "run_server", "print_current_config"} {
		if found := fmt.Sprint(panicOf(command)); !strings.HasPrefix(found, "failed to read config data") {
			t.Errorf("%s: expected a panic failed to read config data, found %s", command, found)
		}
	}
}

func TestPanicsWithoutALog(t *testing.T) {
	t.Setenv("STANDIN_CONFIG", "testdata/config.yaml")
	t.Setenv("STANDIN_LOG_ROOT", t.TempDir())
	t.Setenv("STANDIN_PREPARE_LOG", "file")
	for _, command := range []string{"prepare_db", "run_server"} {
		if found := fmt.Sprint(panicOf(command)); !strings.HasPrefix(found, "failed to build logger") {
			t.Errorf("%s: expected a panic failed to build logger, found %s", command, found)
		}
	}
}

func TestHasTheCommandsOfCobra(t *testing.T) {
	for _, arguments := range [][]string{{"help"}, {"completion", "bash"}, {"print_default_config"}} {
		if err := run(user, arguments); err != nil {
			t.Errorf("%v: expected no error, found %v", arguments, err)
		}
	}
}
