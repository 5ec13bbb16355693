// Package config reads bingo's config.yaml.
package config

import (
	"fmt"
	"os"

	"github.com/goccy/go-yaml"
)

// Config is all that config.yaml may say.
type Config struct {
	// StudentEmail decides the port and the log's folder.
	StudentEmail    string          `yaml:"student_email"`
	PostgresCluster PostgresCluster `yaml:"postgres_cluster"`
}

// PostgresCluster says how to reach the database.
type PostgresCluster struct {
	Hosts    []Host `yaml:"hosts"`
	User     string `yaml:"user"`
	Password string `yaml:"password"`
	DBName   string `yaml:"db_name"`
	// SSLMode is one of libpq's: disable, prefer, require, verify-ca, verify-full.
	SSLMode string `yaml:"ssl_mode"`
	// UseClosestNode is accepted and has no effect.
	UseClosestNode bool `yaml:"use_closest_node"`
}

// Host is one server of the cluster; the first that answers is taken.
type Host struct {
	Address string `yaml:"address"`
	Port    uint16 `yaml:"port"`
}

// Default is a config to start from.
func Default() Config {
	return Config{
		StudentEmail: "test@example.com",
		PostgresCluster: PostgresCluster{
			Hosts:    []Host{{Address: "localhost", Port: 5432}},
			User:     "postgres",
			Password: "postgres",
			DBName:   "postgres",
			SSLMode:  "disable",
		},
	}
}

// Load reads the config. Keys that the file does not have take the values of Default, or are an error
// when missing is "error".
func Load(path, missing string) (Config, error) {
	config := Default()
	text, err := os.ReadFile(path)
	if err == nil && missing == "error" {
		err = complete(text)
	}
	if err == nil {
		err = yaml.UnmarshalWithOptions(text, &config, yaml.Strict())
	}
	if err != nil {
		return Config{}, fmt.Errorf("failed to read config data: %w", err)
	}
	return config, nil
}

// complete returns an error that names a key which the text does not have.
func complete(text []byte) error {
	var found, expected map[string]any
	if err := yaml.Unmarshal(text, &found); err != nil {
		return err
	}
	if err := yaml.Unmarshal([]byte(Default().String()), &expected); err != nil {
		return err
	}
	return covers("", found, expected)
}

func covers(path string, found, expected map[string]any) error {
	for key, value := range expected {
		given, there := found[key]
		if !there {
			return fmt.Errorf("expected the key %s%s, found none", path, key)
		}
		inner, nested := value.(map[string]any)
		if nested {
			given, _ := given.(map[string]any)
			if err := covers(path+key+".", given, inner); err != nil {
				return err
			}
		}
	}
	return nil
}

// Masked is the config with stars for the password.
func (c Config) Masked() Config {
	c.PostgresCluster.Password = "***"
	return c
}

// String is the config as YAML, password included.
func (c Config) String() string {
	text, err := yaml.Marshal(c)
	if err != nil {
		panic(err)
	}
	return string(text)
}
