// Package database is bingo's SQL.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"bingo-on-yandex-cloud/bingo/config"
)

const (
	connectTimeout = 5 * time.Second
	checkEvery     = 5 * time.Second
	checkLimit     = time.Second
	// /db_dummy holds a connection for 0.1 s: ten at 100 requests a second.
	fixedConnections = 50
	idleConnections  = 2
)

// ErrNone says that no server passed the last check.
var ErrNone = errors.New("no alive node of the cluster")

// Database is one pool of connections for each server of the cluster. The first server that passes a check is used
// until the next one.
type Database struct {
	pools   []*sql.DB
	current atomic.Pointer[sql.DB]
}

// Connect opens a pool for each DSN and checks them once. A pool is "hasql", with two idle connections and no limit, or
// "fixed", with 50. Statements are "prepared", or "simple" as a pooler by transactions may need them.
func Connect(ctx context.Context, dsns []string, pool, statements string) (*Database, error) {
	d := &Database{}
	for _, dsn := range dsns {
		parsed, err := pgx.ParseConfig(dsn)
		if err != nil {
			return nil, err
		}
		if statements == "simple" {
			parsed.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
		}
		opened := stdlib.OpenDB(*parsed)
		opened.SetMaxIdleConns(idleConnections)
		if pool == "fixed" {
			opened.SetMaxIdleConns(fixedConnections)
			opened.SetMaxOpenConns(fixedConnections)
		}
		d.pools = append(d.pools, opened)
	}
	if err := d.Check(ctx, connectTimeout); err != nil {
		d.Close()
		return nil, fmt.Errorf("could not connect to any host from the list: %w", err)
	}
	return d, nil
}

// DSNs names each parameter, so that none comes from the environment (PGHOST and the like).
func DSNs(cluster config.PostgresCluster) (dsns []string) {
	for _, host := range cluster.Hosts {
		parameters := url.Values{
			"host":            {host.Address},
			"port":            {strconv.Itoa(int(host.Port))},
			"user":            {cluster.User},
			"password":        {cluster.Password},
			"dbname":          {cluster.DBName},
			"sslmode":         {cluster.SSLMode},
			"connect_timeout": {strconv.Itoa(int(connectTimeout.Seconds()))},
		}
		dsns = append(dsns, "postgres:///?"+parameters.Encode())
	}
	return dsns
}

// Check looks for a server that answers within the limit and takes no orders from another. While none does, there is no
// database.
func (d *Database) Check(ctx context.Context, limit time.Duration) error {
	var failures []error
	for _, pool := range d.pools {
		primary, err := primary(ctx, pool, limit)
		if primary {
			d.current.Store(pool)
			return nil
		}
		failures = append(failures, err)
	}
	d.current.Store(nil)
	return errors.Join(failures...)
}

func primary(ctx context.Context, pool *sql.DB, limit time.Duration) (primary bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err = pool.QueryRowContext(ctx, "SELECT NOT pg_is_in_recovery()").Scan(&primary); err == nil && !primary {
		err = errors.New("expected a primary, found a server in recovery")
	}
	return primary, err
}

// Watch checks for ever, as hasql does.
func (d *Database) Watch(ctx context.Context) {
	for range time.Tick(checkEvery) {
		_ = d.Check(ctx, checkLimit)
	}
}

// Pool is the one in use, or the error ErrNone.
func (d *Database) Pool() (*sql.DB, error) {
	if pool := d.current.Load(); pool != nil {
		return pool, nil
	}
	return nil, ErrNone
}

// Close closes all connections.
func (d *Database) Close() {
	for _, pool := range d.pools {
		pool.Close()
	}
}
