// Command provider is a stand-in for the Terraform providers null and tls, whose modules cannot be had everywhere. It
// serves the schema.json that lies beside it, so one program takes the place of both.
package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"bingo-on-yandex-cloud/provider/backend"
	"bingo-on-yandex-cloud/provider/null"
	"bingo-on-yandex-cloud/provider/schema"
	"bingo-on-yandex-cloud/provider/server"
	"bingo-on-yandex-cloud/provider/tls"
)

func main() {
	if err := serve(os.Args[0]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve answers the engine as the provider that program stands for. The mirror holds one link to
// this binary per provider, each in a folder of its own with that provider's schema. os.Executable would follow the link.
func serve(program string) error {
	home := filepath.Dir(program)
	address, provider, err := schema.Load(filepath.Join(home, "schema.json"))
	if err != nil {
		return err
	}
	book, err := schema.LoadRules(filepath.Join(home, "rules.json"))
	if err != nil {
		return err
	}
	behind, err := backendOf(path.Base(address))
	if err != nil {
		return err
	}
	standIn, err := server.New(provider, server.Settings{Rules: book, Backend: behind})
	if err != nil {
		return fmt.Errorf("%s: %w", address, err)
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return standIn })
}

// backendOf returns what stands behind a provider, by its name.
func backendOf(name string) (backend.Backend, error) {
	switch name {
	case "null":
		return null.Backend{}, nil
	case "tls":
		return tls.Backend{Now: time.Now}, nil
	default:
		return nil, fmt.Errorf("expected null or tls, found %s", name)
	}
}
