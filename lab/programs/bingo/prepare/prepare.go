// Package prepare creates and fills bingo's tables.
package prepare

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"

	"bingo-on-yandex-cloud/bingo/data"
)

//go:embed schema.sql
var schema string

const anyRow = "SELECT EXISTS (SELECT FROM customers) OR EXISTS (SELECT FROM movies) OR EXISTS (SELECT FROM sessions)"

// Order says what to load and how.
type Order struct {
	Counts   data.Counts
	Dangling bool
	// Batch is how many rows a statement has.
	Batch int
	// Lose is how many of the sessions fail.
	Lose int
	// Leave is whether tables with rows are well as they are; otherwise they are an error.
	Leave bool
	// Fail ends the load at the first row that fails; otherwise that is a warning.
	Fail bool
}

// Run creates the tables that are not there and fills them one after the other, by one connection at a time. The pool
// takes simple statements. It adds no row when one of the tables has rows.
func Run(ctx context.Context, pool *sql.DB, log *slog.Logger, order Order) error {
	pool.SetMaxOpenConns(1)
	if _, err := pool.ExecContext(ctx, schema); err != nil {
		return fmt.Errorf("creating the tables: %w", err)
	}
	var filled bool
	if err := pool.QueryRowContext(ctx, anyRow).Scan(&filled); err != nil {
		return err
	}
	switch {
	case filled && !order.Leave:
		return errors.New("expected empty tables, found rows")
	case !filled:
		for _, table := range data.Tables(order.Counts, order.Dangling) {
			if err := fill(ctx, pool, log, order, table); err != nil {
				return fmt.Errorf("filling %s: %w", table.Name, err)
			}
		}
	}
	log.Info("Data initialisation compleat.")
	return nil
}
