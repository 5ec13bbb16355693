package prepare

import (
	"context"
	"log/slog"

	"github.com/jackc/pgx/v5"

	"bingo-on-yandex-cloud/bingo/data"
)

// style fills one table.
type style func(context.Context, *pgx.Conn, *slog.Logger, data.Table) error

var styles = map[string]style{
	"batch":  inserts(1000),
	"single": inserts(1),
}
