package database

import (
	"context"
	"database/sql"
	"time"

	"golang.org/x/sync/errgroup"
)

// ErrNoRow says that there is no row with this id.
var ErrNoRow = sql.ErrNoRows

// Row finds a row by id, or returns ErrNoRow.
func (t Table[T]) Row(ctx context.Context, d *Database, id int64) (row T, err error) {
	pool, err := d.Pool()
	if err == nil {
		err = pool.QueryRowContext(ctx, t.query+" WHERE "+t.name+".id IN ($1)", id).Scan(t.fields(&row)...)
	}
	return row, err
}

// List returns the first 100,000 rows in the order of the service, or all in any order if whole. The query is sent as
// many times at once; the first error ends all.
func (t Table[T]) List(ctx context.Context, d *Database, whole bool, times int) ([]T, error) {
	sql := t.query
	if !whole {
		sql += " ORDER BY " + t.order + " LIMIT 100000"
	}
	// Not null in JSON.
	found := []T{}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return t.each(ctx, d, sql, func(row T) { found = append(found, row) }) })
	for range times - 1 {
		group.Go(func() error { return t.each(ctx, d, sql, func(T) {}) })
	}
	return found, group.Wait()
}

func (t Table[T]) each(ctx context.Context, d *Database, sql string, give func(T)) error {
	pool, err := d.Pool()
	if err != nil {
		return err
	}
	rows, err := pool.QueryContext(ctx, sql)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row T
		if err := rows.Scan(t.fields(&row)...); err != nil {
			return err
		}
		give(row)
	}
	return rows.Err()
}

// AddSession inserts a session that starts now, and returns its id.
func (d *Database) AddSession(ctx context.Context, customer, movie int32) (id int64, err error) {
	pool, err := d.Pool()
	if err == nil {
		err = pool.QueryRowContext(ctx,
			"INSERT INTO sessions (start_time, customer_id, movie_id) VALUES ($1, $2, $3) RETURNING id",
			time.Now().UTC(), customer, movie).Scan(&id)
	}
	return id, err
}

// DeleteSession deletes the session if it is there.
func (d *Database) DeleteSession(ctx context.Context, id int64) error {
	return d.exec(ctx, "DELETE FROM sessions WHERE id = $1", id)
}

// Sleep occupies a connection for 0.1 s.
func (d *Database) Sleep(ctx context.Context) error {
	return d.exec(ctx, "SELECT pg_sleep(0.1)")
}

func (d *Database) exec(ctx context.Context, sql string, values ...any) error {
	pool, err := d.Pool()
	if err == nil {
		_, err = pool.ExecContext(ctx, sql, values...)
	}
	return err
}
