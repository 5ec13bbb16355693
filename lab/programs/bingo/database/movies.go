package database

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Movie is a row of movies.
type Movie struct {
	ID   int32  `json:"id"`
	Name string `json:"name"`
	Year int32  `json:"year"`
	// Duration in minutes.
	Duration int32 `json:"duration"`
}

const selectMovies = "SELECT id, name, year, duration FROM movies"

// EachMovie passes on every row of the table.
func (d *Database) EachMovie(ctx context.Context, give func(Movie) error) error {
	return each(ctx, d, pgx.RowToStructByPos[Movie], give, selectMovies)
}

// Movie finds a movie by id, or returns ErrNoRow.
func (d *Database) Movie(ctx context.Context, id int64) (Movie, error) {
	return one(ctx, d, pgx.RowToStructByPos[Movie], selectMovies+" WHERE movies.id IN ($1)", id)
}
