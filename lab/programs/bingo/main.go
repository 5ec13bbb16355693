package main

import (
	"fmt"
	"os"

	"bingo-on-yandex-cloud/bingo/config"
	"bingo-on-yandex-cloud/bingo/settings"
)

var commands = map[string]func(settings.Settings) error{
	"prepare_db": prepareDB,
	"run_server": runServer,
	"print_default_config": func(settings.Settings) error {
		fmt.Print(config.Default())
		return nil
	},
	"print_current_config": func(s settings.Settings) error {
		fmt.Print(mustLoad(s))
		return nil
	},
	"version": func(settings.Settings) error {
		fmt.Println("stand-in for bingo, not bingo itself")
		return nil
	},
}

func main() {
	if err := run(os.Geteuid(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(euid int, arguments []string) error {
	if euid == 0 {
		return fmt.Errorf("bingo must not run as root")
	}
	if len(arguments) == 0 {
		fmt.Println("Hello world")
		return nil
	}
	command, known := commands[arguments[0]]
	if !known {
		return fmt.Errorf("unknown command %q", arguments[0])
	}
	s, err := settings.Read(os.LookupEnv)
	if err != nil {
		return err
	}
	return command(s)
}
