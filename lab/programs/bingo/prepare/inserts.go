package prepare

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"bingo-on-yandex-cloud/bingo/data"
)

// told is how many sessions there are to a line on the terminal.
const told = 1000

// fill inserts the rows of a table, a transaction for each statement.
func fill(ctx context.Context, pool *sql.DB, log *slog.Logger, order Order, table data.Table) error {
	f := filling{ctx, pool, log, order, table, 0}
	lost := 0
	rows, n := make([][]any, 0, order.Batch), 0
	for row := range table.Rows {
		n++
		// Evenly spread. No column takes NULL, and the sequence has moved on when that is found out.
		if sessions := order.Counts.Sessions; table.Name == "sessions" && n*order.Lose/sessions > lost {
			lost++
			row[1] = nil
		}
		if rows = append(rows, row); len(rows) < order.Batch {
			continue
		}
		if err := f.insert(rows); err != nil {
			return err
		}
		rows = rows[:0]
	}
	return f.insert(rows)
}

type filling struct {
	ctx      context.Context
	pool     *sql.DB
	log      *slog.Logger
	order    Order
	table    data.Table
	inserted int
}

// insert sends a statement of all rows. One that fails is repeated row by row; each that fails then is a warning.
func (f *filling) insert(rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := f.pool.ExecContext(f.ctx, statement(f.table, len(rows)), slices.Concat(rows...)...)
	switch {
	case err == nil:
		for range rows {
			f.count()
		}
		return nil
	case len(rows) > 1:
		for i := range rows {
			if err := f.insert(rows[i : i+1]); err != nil {
				return err
			}
		}
		return nil
	case f.order.Fail:
		return err
	}
	f.log.Warn("Failed insertion", "table", f.table.Name, "row", fmt.Sprint(rows[0]), "error", err.Error())
	return nil
}

func (f *filling) count() {
	if f.inserted++; f.table.Name == "sessions" && f.inserted%told == 0 {
		f.log.Info("Session inserted", "count", f.inserted)
	}
}

func statement(table data.Table, rows int) string {
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
