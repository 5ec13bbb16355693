package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"bingo-on-yandex-cloud/bingo/config"
	"bingo-on-yandex-cloud/bingo/logs"
	"bingo-on-yandex-cloud/bingo/settings"
)

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
	root := &cobra.Command{
		Use:           "bingo",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		Run:           func(*cobra.Command, []string) { fmt.Println("Hello world") },
	}
	root.AddCommand(
		command("prepare_db", "Creates and fills the tables", prepareDB),
		command("run_server", "Serves", runServer),
		command("print_default_config", "Prints a config to start from", printDefaultConfig),
		command("print_current_config", "Prints the config as it was understood", printCurrentConfig),
		command("version", "Prints the version", printVersion),
	)
	root.SetArgs(arguments)
	return root.Execute()
}

func command(use, short string, do func(settings.Settings) error) *cobra.Command {
	return &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		s, err := settings.Read(os.LookupEnv)
		if err != nil {
			return err
		}
		return do(s)
	}}
}

func printDefaultConfig(settings.Settings) error {
	fmt.Print(config.Default())
	return nil
}

func printCurrentConfig(s settings.Settings) error {
	fmt.Print(mustLoad(s))
	return nil
}

// printVersion says what the real one says, and beside that what this is.
func printVersion(settings.Settings) error {
	fmt.Println(logs.Version)
	fmt.Fprintln(os.Stderr, "stand-in for bingo, not bingo itself")
	return nil
}
