// Package logs writes bingo's log.
package logs

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
)

// Folder is what the log of this e-mail lies in, below the log's root.
func Folder(email string) string {
	sum := sha1.Sum([]byte(email))
	return hex.EncodeToString(sum[:])[:10]
}

// Open opens main.log for appending, in a folder that must be there. Every record repeats arguments and environment. A
// record that cannot be written later is lost without a word.
func Open(root, email string) (*slog.Logger, error) {
	file, err := os.OpenFile(filepath.Join(root, Folder(email), "main.log"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("failed to build logger: %w", err)
	}
	handler := slog.NewJSONHandler(file, &slog.HandlerOptions{Level: slog.LevelDebug})
	return slog.New(handler).With("arguments", os.Args, "environment", os.Environ()), nil
}
