package database

import "time"

// Movie is a row of movies.
type Movie struct {
	ID   int32  `json:"id"`
	Name string `json:"name"`
	Year int32  `json:"year"`
	// Duration in minutes.
	Duration int64 `json:"duration"`
}

// Customer is a row of customers.
type Customer struct {
	ID       int32     `json:"id"`
	Name     string    `json:"name"`
	Surname  string    `json:"surname"`
	Birthday time.Time `json:"birthday"`
	Email    string    `json:"email"`
}

// Session is a row of sessions with its customer and its movie.
type Session struct {
	ID        int64     `json:"id"`
	StartTime time.Time `json:"start_time"`
	Customer  Customer  `json:"customer"`
	Movie     Movie     `json:"movie"`
}

// Table is how rows of one kind are selected.
type Table[T any] struct {
	// Name begins the table's id column.
	name, query, order string
	// fields are what the columns are read into.
	fields func(*T) []any
}

var (
	// Movies is the table movies.
	Movies = Table[Movie]{"movies", "SELECT id, name, year, duration FROM movies",
		"year DESC, name, id DESC", movieFields}
	// Customers is the table customers.
	Customers = Table[Customer]{"customers", "SELECT id, name, surname, birthday, email FROM customers",
		"surname, name, birthday DESC, id DESC", customerFields}
	// Sessions is the table sessions, joined with the other two. A session whose customer or movie does not exist is not in it.
	Sessions = Table[Session]{"sessions", `SELECT sessions.id, sessions.start_time,
  customers.id, customers.name, customers.surname, customers.birthday, customers.email,
  movies.id, movies.name, movies.year, movies.duration
FROM sessions
INNER JOIN customers ON sessions.customer_id = customers.id
INNER JOIN movies ON sessions.movie_id = movies.id`,
		"movies.year DESC, movies.name ASC, customers.id, sessions.id DESC", sessionFields}
)

func movieFields(m *Movie) []any { return []any{&m.ID, &m.Name, &m.Year, &m.Duration} }

func customerFields(c *Customer) []any {
	return []any{&c.ID, &c.Name, &c.Surname, &c.Birthday, &c.Email}
}

func sessionFields(s *Session) []any {
	fields := append([]any{&s.ID, &s.StartTime}, customerFields(&s.Customer)...)
	return append(fields, movieFields(&s.Movie)...)
}
