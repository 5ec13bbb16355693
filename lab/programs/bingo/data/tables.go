package data

import (
	"iter"
	"math/rand/v2"
)

// Table is a table to fill.
type Table struct {
	Name    string
	Columns []string
	Rows    iter.Seq[[]any]
}

// Tables returns the tables in the order in which they are filled. The longest comes last, so that an interrupted run shows in it.
func Tables(counts Counts) []Table {
	return []Table{
		{"customers", []string{"id", "name", "surname", "birthday", "email"}, rows(counts.Customers, 1, customer)},
		{"movies", []string{"id", "name", "year", "duration"}, rows(counts.Movies, 2, movie)},
		{"sessions", []string{"id", "start_time", "customer_id", "movie_id"}, rows(counts.Sessions, 3, session(counts))},
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
