// A stand-in for Terraform providers. It serves the schema.json that lies beside it, so one program takes the place of
// every provider of the installation where the real ones cannot be had. Tests run the real engine against it.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"bingo-on-yandex-cloud/provider/schema"
	"bingo-on-yandex-cloud/provider/server"
)

func main() {
	if err := serve(os.Args[0]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers the engine as the provider that program stands for. Its name tells: the mirror holds one link to this
// binary per provider, each in a folder of its own with that provider's schema. os.Executable would follow the link.
func serve(program string) error {
	address, provider, err := schema.Load(filepath.Join(filepath.Dir(program), "schema.json"))
	if err != nil {
		return err
	}
	standIn, err := server.New(provider)
	if err != nil {
		return fmt.Errorf("%s: %w", address, err)
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return standIn })
}
