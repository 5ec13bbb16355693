// Command provider is a stand-in for Terraform providers. It serves the schema.json that lies beside it, so one program
// takes the place of every provider of the installation where the real ones cannot be had. null and tls work by
// themselves; the lab's daemon does all else.
package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"bingo-on-yandex-cloud/provider/cloud"
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
	standIn, err := server.New(provider, settings(path.Base(address), book))
	if err != nil {
		return fmt.Errorf("%s: %w", address, err)
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return standIn })
}

// settings returns the settings of a provider by its name.
func settings(name string, book map[string]schema.Rules) server.Settings {
	switch name {
	case "null":
		return server.Settings{Rules: book, Backend: null.Backend{}}
	case "tls":
		return server.Settings{Rules: book, Backend: tls.Backend{Now: time.Now}}
	default:
		return server.Settings{
			Rules: book, Backend: cloud.New(os.Getenv(cloud.SocketVariable)), Legacy: true,
			Environment: map[string]string{"cloud_id": "YC_CLOUD_ID", "folder_id": "YC_FOLDER_ID", "zone": "YC_ZONE"},
		}
	}
}
