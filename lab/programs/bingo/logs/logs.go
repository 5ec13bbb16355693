// Package logs writes bingo's log.
package logs

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Version is what the real bingo calls itself.
const Version = "20231121T1537"

// Folder is what the log of this e-mail lies in, below the log's root.
func Folder(email string) string {
	sum := sha1.Sum([]byte(email))
	return hex.EncodeToString(sum[:])[:10]
}

// Open opens main.log for appending, in a folder that must be there. A record that cannot be written later is lost
// without a word.
func Open(root, email string) (*slog.Logger, error) {
	file, err := os.OpenFile(filepath.Join(root, Folder(email), "main.log"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("failed to build logger: %w", err)
	}
	host, _ := os.Hostname()
	return Terminal(file).With("environment", os.Environ(), "host", host, "pid", os.Getpid(),
		"versions", map[string]string{"bingo": Version, "go": runtime.Version()}), nil
}

// Terminal writes zap's JSON lines, from debug level on.
func Terminal(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: likeZap}))
}

func likeZap(_ []string, a slog.Attr) slog.Attr {
	switch value := a.Value.Any().(type) {
	case slog.Level:
		return slog.String("level", strings.ToLower(value.String()))
	case time.Time:
		return slog.Float64("ts", float64(value.UnixMicro())/1e6)
	}
	return a
}
