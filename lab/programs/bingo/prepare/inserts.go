package prepare

import (
	"context"
	"fmt"
	"log/slog"
	"strings"

	"github.com/jackc/pgx/v5"

	"bingo-on-yandex-cloud/bingo/data"
)

// inserts fills a table by INSERTs of so many rows, each a transaction and a record in the log.
func inserts(most int) style {
	return func(ctx context.Context, connection *pgx.Conn, log *slog.Logger, table data.Table) error {
		full := insertStatement(table, most)
		values := make([]any, 0, most*len(table.Columns))
		for row := range table.Rows {
			values = append(values, row...)
			if len(values) < cap(values) {
				continue
			}
			if err := insert(ctx, connection, log, table, full, values); err != nil {
				return err
			}
			values = values[:0]
		}
		if len(values) == 0 {
			return nil
		}
		return insert(ctx, connection, log, table, insertStatement(table, len(values)/len(table.Columns)), values)
	}
}

func insert(ctx context.Context, connection *pgx.Conn, log *slog.Logger, table data.Table, sql string, values []any) error {
	tag, err := connection.Exec(ctx, sql, values...)
	log.Debug("insert", "table", table.Name, "rows", tag.RowsAffected(), "first", values[:len(table.Columns)], "error", err)
	return err
}

func insertStatement(table data.Table, rows int) string {
	var sql strings.Builder
	fmt.Fprintf(&sql, "INSERT INTO %s (%s) VALUES ", table.Name, strings.Join(table.Columns, ", "))
	for i := range rows * len(table.Columns) {
		switch {
		case i == 0:
			sql.WriteString("(")
		case i%len(table.Columns) == 0:
			sql.WriteString("), (")
		default:
			sql.WriteString(", ")
		}
		fmt.Fprintf(&sql, "$%d", i+1)
	}
	sql.WriteString(")")
	return sql.String()
}
