package database

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// ErrNoRow says that there is no row with this id.
var ErrNoRow = pgx.ErrNoRows

// each passes the rows on one after the other, so that no more than one is in memory.
func each[T any](ctx context.Context, d *Database, scan pgx.RowToFunc[T], give func(T) error, sql string) error {
	rows, err := d.Pool.Query(ctx, sql)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return err
		}
		if err := give(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

func all[T any](ctx context.Context, d *Database, scan pgx.RowToFunc[T], sql string) ([]T, error) {
	rows, err := d.Pool.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

func one[T any](ctx context.Context, d *Database, scan pgx.RowToFunc[T], sql string, id int64) (T, error) {
	rows, err := d.Pool.Query(ctx, sql, id)
	if err != nil {
		var none T
		return none, err
	}
	return pgx.CollectOneRow(rows, scan)
}
