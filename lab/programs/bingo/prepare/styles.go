package prepare

import (
	"context"
	"iter"
	"log/slog"

	"github.com/jackc/pgx/v5"

	"bingo-on-yandex-cloud/bingo/data"
)

// style fills one table.
type style func(context.Context, *pgx.Conn, *slog.Logger, data.Table) error

var styles = map[string]style{
	"batch":  inserts(1000),
	"single": inserts(1),
	"copy":   copyFrom,
}

func copyFrom(ctx context.Context, connection *pgx.Conn, _ *slog.Logger, table data.Table) error {
	next, stop := iter.Pull(table.Rows)
	defer stop()
	rows := pgx.CopyFromFunc(func() ([]any, error) {
		row, _ := next()
		return row, nil
	})
	_, err := connection.CopyFrom(ctx, pgx.Identifier{table.Name}, table.Columns, rows)
	return err
}
