package database

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Customer is a row of customers.
type Customer struct {
	ID       int32     `json:"id"`
	Name     string    `json:"name"`
	Surname  string    `json:"surname"`
	Birthday time.Time `json:"birthday"`
	Email    string    `json:"email"`
}

const selectCustomers = "SELECT id, name, surname, birthday, email FROM customers"

// EachCustomer passes on every row of the table.
func (d *Database) EachCustomer(ctx context.Context, give func(Customer) error) error {
	return each(ctx, d, pgx.RowToStructByPos[Customer], give, selectCustomers)
}

// Customer finds a customer by id, or returns ErrNoRow.
func (d *Database) Customer(ctx context.Context, id int64) (Customer, error) {
	return one(ctx, d, pgx.RowToStructByPos[Customer], selectCustomers+" WHERE customers.id IN ($1)", id)
}
