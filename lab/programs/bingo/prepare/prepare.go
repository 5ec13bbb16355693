// Package prepare creates and fills bingo's tables.
package prepare

import (
	"context"
	_ "embed"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"bingo-on-yandex-cloud/bingo/data"
)

//go:embed schema.sql
var schema string

// Run creates the tables, all or none, and fills them one after the other; what was inserted before an error stays. It
// changes nothing when one of the tables is there. The style of the statements is batch or single.
func Run(ctx context.Context, pool *pgxpool.Pool, log *slog.Logger, counts data.Counts, style string) error {
	connection, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer connection.Release()
	// Several statements in one message are one transaction.
	if _, err := connection.Exec(ctx, schema, pgx.QueryExecModeSimpleProtocol); err != nil {
		return fmt.Errorf("creating the tables: %w", err)
	}
	for _, table := range data.Tables(counts) {
		log.Info("filling table", "table", table.Name)
		if err := styles[style](ctx, connection.Conn(), log, table); err != nil {
			return fmt.Errorf("filling %s: %w", table.Name, err)
		}
	}
	return nil
}
