// Package data makes up the rows of the online cinema. They are the same in every run.
package data

import (
	"iter"
	"math"
	"math/rand/v2"
)

// Counts is the number of rows of each table.
type Counts struct{ Customers, Movies, Sessions int }

// CountsOf returns the counts of a share of the full data.
func CountsOf(scale float64) Counts {
	share := func(full float64) int { return int(math.Ceil(full * scale)) }
	return Counts{Customers: share(500_000), Movies: share(29_019), Sessions: share(5_000_000)}
}

// Table is a table to fill. Its rows have no ids: a sequence gives them, from 1.
type Table struct {
	Name    string
	Columns []string
	Rows    iter.Seq[[]any]
}

// Tables returns the tables in the order in which they are filled. The longest comes last, so that an interrupted run
// shows in it. Of 1,000 sessions one belongs to customer 0 and one to movie -1, if some are to dangle.
func Tables(counts Counts, dangling bool) []Table {
	return []Table{
		{"customers", []string{"name", "surname", "birthday", "email"}, rows(counts.Customers, 1, customer)},
		{"movies", []string{"name", "year", "duration"}, rows(counts.Movies, 2, movie)},
		{"sessions", []string{"start_time", "customer_id", "movie_id"}, rows(counts.Sessions, 3, session(counts, dangling))},
	}
}

// rows gives the same rows each time, whatever was made of other tables before.
func rows(count int, seed uint64, row func(id int, random *rand.Rand) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		random := rand.New(rand.NewPCG(seed, 0))
		for id := 1; id <= count; id++ {
			if !yield(row(id, random)) {
				return
			}
		}
	}
}

func pick(random *rand.Rand, words []string) string {
	return words[random.IntN(len(words))]
}
