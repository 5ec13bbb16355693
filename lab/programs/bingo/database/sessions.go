package database

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
)

// Session is a row of sessions with its customer and its movie.
type Session struct {
	ID        int64     `json:"id"`
	StartTime time.Time `json:"start_time"`
	Customer  Customer  `json:"customer"`
	Movie     Movie     `json:"movie"`
}

const selectSessions = `SELECT sessions.id, sessions.start_time,
  customers.id, customers.name, customers.surname, customers.birthday, customers.email,
  movies.id, movies.name, movies.year, movies.duration
FROM sessions
INNER JOIN customers ON sessions.customer_id = customers.id
INNER JOIN movies ON sessions.movie_id = movies.id`

const latestFirst = " ORDER BY movies.year DESC, movies.name ASC, customers.id, sessions.id DESC LIMIT 100000"

// copies is how many times GET /api/session sends its query at once.
const copies = 3

func scanSession(row pgx.CollectableRow) (Session, error) {
	var s Session
	c, m := &s.Customer, &s.Movie
	err := row.Scan(&s.ID, &s.StartTime,
		&c.ID, &c.Name, &c.Surname, &c.Birthday, &c.Email,
		&m.ID, &m.Name, &m.Year, &m.Duration)
	return s, err
}

// Sessions finds the first 100,000, three times at once. The first error ends all three.
func (d *Database) Sessions(ctx context.Context) ([copies][]Session, error) {
	var found [copies][]Session
	group, ctx := errgroup.WithContext(ctx)
	for i := range found {
		group.Go(func() (err error) {
			found[i], err = all(ctx, d, scanSession, selectSessions+latestFirst)
			return err
		})
	}
	return found, group.Wait()
}

// Session finds a session by id, or returns ErrNoRow, also when its customer or its movie does not exist.
func (d *Database) Session(ctx context.Context, id int64) (Session, error) {
	return one(ctx, d, scanSession, selectSessions+" WHERE sessions.id IN ($1)", id)
}

// AddSession inserts a session that starts now.
func (d *Database) AddSession(ctx context.Context, id int64, customer, movie int32) error {
	_, err := d.Pool.Exec(ctx, "INSERT INTO sessions (id, start_time, customer_id, movie_id) VALUES ($1, $2, $3, $4)",
		id, time.Now().UTC(), customer, movie)
	return err
}

// DeleteSession deletes the session if it is there.
func (d *Database) DeleteSession(ctx context.Context, id int64) error {
	_, err := d.Pool.Exec(ctx, "DELETE FROM sessions WHERE id = $1", id)
	return err
}

// Sleep occupies a connection for 0.1 s.
func (d *Database) Sleep(ctx context.Context) error {
	_, err := d.Pool.Exec(ctx, "SELECT pg_sleep(0.1)")
	return err
}
