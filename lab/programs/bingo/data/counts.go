// Package data makes up the rows of the online cinema. They are the same in every run.
package data

import "math"

// Counts is the number of rows of each table. Ids go from 1 to it.
type Counts struct{ Customers, Movies, Sessions int }

// CountsOf returns the counts of a share of the full data.
func CountsOf(scale float64) Counts {
	share := func(full float64) int { return int(math.Ceil(full * scale)) }
	return Counts{Customers: share(500_000), Movies: share(29_019), Sessions: share(5_000_000)}
}
