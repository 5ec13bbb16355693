package data

import (
	"reflect"
	"slices"
	"testing"
)

func table(t *testing.T, counts Counts, name string) [][]any {
	for _, table := range Tables(counts, true) {
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
	for dangling, expected := range map[bool]int{true: 50, false: 0} {
		var customers, movies int
		for row := range Tables(CountsOf(0.01), dangling)[2].Rows {
			if row[1].(int32) == 0 {
				customers++
			}
			if row[2].(int32) == -1 {
				movies++
			}
		}
		if customers != expected || movies != expected {
			t.Errorf("expected %d without a customer and without a movie, found %d and %d", expected, customers, movies)
		}
	}
}

func TestNewestMoviesHoldTheFirst100000Sessions(t *testing.T) {
	counts := CountsOf(1)
	perYear := map[int32]int{}
	for _, row := range table(t, counts, "movies") {
		perYear[row[1].(int32)]++
	}
	newest := (perYear[2023] + perYear[2022]) * counts.Sessions / counts.Movies
	if newest < 100_000 || newest > 300_000 {
		t.Errorf("expected 100000 to 300000 sessions of the two newest years, found %d", newest)
	}
}
