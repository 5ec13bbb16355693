package server

import (
	"context"
	"log/slog"
	"time"
)

const (
	quotaInterval = 50 * time.Millisecond
	quotaTokens   = 5
)

// Quota holds tokens for requests: five for each 50 ms, and no more in stock. Those who wait are served in turn.
type Quota chan struct{}

// NewQuota is a quota that is refilled, with a record each time, until the context ends.
func NewQuota(ctx context.Context, log *slog.Logger) Quota {
	quota := make(Quota, quotaTokens)
	quota.refill()
	go func() {
		ticker := time.NewTicker(quotaInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				quota.refill()
				log.Debug("Quota updated.", "tokens", quotaTokens)
			case <-ctx.Done():
				return
			}
		}
	}()
	return quota
}

// refill gives to those who wait first; what is left over is stock.
func (q Quota) refill() {
	for range quotaTokens {
		select {
		case q <- struct{}{}:
		default:
		}
	}
}

// wait takes a token, or returns the context's error.
func (q Quota) wait(ctx context.Context) error {
	select {
	case <-q:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take takes a token if there is one.
func (q Quota) take() bool {
	select {
	case <-q:
		return true
	default:
		return false
	}
}
