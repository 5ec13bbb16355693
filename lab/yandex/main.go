// Command yandex serves the half of terraform-provider-yandex that is written with the SDK: its package yandex, as it
// is. See README.md.
//
//	terraform-provider-yandex                  serves the engine that started it
//	terraform-provider-yandex rules TYPE...    prints which arguments of resource types replace the resource
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-mux/tf5to6server"
	"github.com/yandex-cloud/terraform-provider-yandex/yandex"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) > 0 && arguments[0] == "rules" {
		return writeRules(os.Stdout, arguments[1:])
	}
	upgraded, err := tf5to6server.UpgradeServer(context.Background(), yandex.NewSDKProvider().GRPCProvider)
	if err != nil {
		return err
	}
	return tf6server.Serve("yandex-cloud/yandex", func() tfprotov6.ProviderServer { return upgraded })
}
