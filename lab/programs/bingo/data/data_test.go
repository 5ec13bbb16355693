package data

import (
	"reflect"
	"slices"
	"testing"
)

func table(t *testing.T, counts Counts, name string) [][]any {
	for _, table := range Tables(counts) {
		if table.Name == name {
			return slices.Collect(table.Rows)
		}
	}
	t.Fatalf("expected a table %s, found none", name)
	return nil
}

func TestFullCounts(t *testing.T) {
	if found := CountsOf(1); found != (Counts{500_000, 29_019, 5_000_000}) {
		t.Errorf("expected 500000, 29019, 5000000, found %+v", found)
	}
}

func TestSameRowsInEveryRun(t *testing.T) {
	for _, name := range []string{"customers", "movies", "sessions"} {
		if !reflect.DeepEqual(table(t, CountsOf(0.001), name), table(t, CountsOf(0.001), name)) {
			t.Errorf("%s: expected the same rows twice, found different ones", name)
		}
	}
}

func TestTwoOfAThousandSessionsDangle(t *testing.T) {
	counts := CountsOf(0.01)
	var customers, movies int
	for _, row := range table(t, counts, "sessions") {
		if int(row[2].(int32)) > counts.Customers {
			customers++
		}
		if int(row[3].(int32)) > counts.Movies {
			movies++
		}
	}
	if customers != 50 || movies != 50 {
		t.Errorf("expected 50 without a customer and 50 without a movie, found %d and %d", customers, movies)
	}
}

func TestNewestMoviesHoldTheFirst100000Sessions(t *testing.T) {
	counts := CountsOf(1)
	perYear := map[int32]int{}
	for _, row := range table(t, counts, "movies") {
		perYear[row[2].(int32)]++
	}
	newest := (perYear[2023] + perYear[2022]) * counts.Sessions / counts.Movies
	if newest < 100_000 || newest > 300_000 {
		t.Errorf("expected 100000 to 300000 sessions of the two newest years, found %d", newest)
	}
}
