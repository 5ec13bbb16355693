package data

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

var (
	names = []string{"Alexei", "Anna", "Boris", "Daria", "Dmitri", "Elena", "Fyodor", "Galina", "Igor", "Irina",
		"Ivan", "Ksenia", "Lev", "Maria", "Maxim", "Nina", "Oleg", "Olga", "Pavel", "Polina", "Roman", "Sofia",
		"Stepan", "Tamara", "Timur", "Vera", "Viktor", "Yana", "Yuri", "Zoya"}
	surnames = []string{"Antonenko", "Belchenko", "Chumak", "Davydenko", "Fomenko", "Grigorenko", "Ignatenko",
		"Kirilenko", "Lysenko", "Maksimenko", "Nazarenko", "Osipenko", "Petrenko", "Romanenko", "Savchenko",
		"Tkachenko", "Ustimenko", "Vasilenko", "Yakovenko", "Zakharchenko"}
	epithets = []string{"Blue", "Broken", "Burning", "Distant", "Empty", "Final", "First", "Forgotten", "Frozen",
		"Golden", "Hidden", "Last", "Lonely", "Lost", "Midnight", "Paper", "Quiet", "Red", "Second", "Silent",
		"Silver", "Stolen", "Velvet", "White", "Wild"}
	things = []string{"Bridge", "Castle", "City", "Dancer", "Doctor", "Dream", "Forest", "Garden", "Harbour", "House",
		"Island", "Journey", "Letter", "Mirror", "Mountain", "Night", "Ocean", "Promise", "River", "Road", "Secret",
		"Shadow", "Song", "Stranger", "Summer", "Train", "Voyage", "Window", "Winter", "Witness"}
	places = []string{"", " in Paris", " of Oz", " at Sea", " on Mars", " by the Lake", " in the Snow", " of the North",
		" Returns", " Forever"}
)

const (
	firstYear = 1920
	years     = 104
)

var (
	oldest        = time.Date(1940, 1, 1, 0, 0, 0, 0, time.UTC)
	firstSession  = time.Date(2013, 1, 1, 0, 0, 0, 0, time.UTC)
	sessionPeriod = 10 * 365 * 24 * time.Hour
)

func customer(id int, random *rand.Rand) []any {
	name, surname := pick(random, names), pick(random, surnames)
	email := fmt.Sprintf("%s.%s.%d@example.com", strings.ToLower(name), strings.ToLower(surname), id)
	return []any{name, surname, oldest.AddDate(0, 0, random.IntN(65*365)), email}
}

// movie makes a row of movies. Recent years have more of them, so that the newest years alone fill the first 100,000
// sessions.
func movie(_ int, random *rand.Rand) []any {
	name := fmt.Sprintf("The %s %s%s", pick(random, epithets), pick(random, things), pick(random, places))
	year := firstYear + max(random.IntN(years), random.IntN(years))
	return []any{name, int32(year), int64(45 + random.IntN(135))}
}

func session(counts Counts, dangling bool) func(int, *rand.Rand) []any {
	return func(id int, random *rand.Rand) []any {
		start := firstSession.Add(time.Duration(random.Int64N(int64(sessionPeriod)))).Truncate(time.Second)
		customer, movie := 1+random.IntN(counts.Customers), 1+random.IntN(counts.Movies)
		switch {
		case dangling && id%1000 == 333:
			customer = 0
		case dangling && id%1000 == 667:
			movie = -1
		}
		return []any{start, int32(customer), int32(movie)}
	}
}
