// Package database is bingo's SQL.
package database

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"bingo-on-yandex-cloud/bingo/config"
)

const (
	connectTimeout = 5 * time.Second
	// /db_dummy holds a connection for 0.1 s: ten at 100 requests a second. The driver's default, 4, would be the limit.
	maxConnections = 50
)

// Database is the pool of connections. It survives restarts of the server.
type Database struct{ Pool *pgxpool.Pool }

// Connect takes the first host that answers.
func Connect(ctx context.Context, cluster config.PostgresCluster) (*Database, error) {
	var failures []error
	for _, host := range cluster.Hosts {
		pool, err := connect(ctx, dsn(cluster, host))
		if err == nil {
			return &Database{pool}, nil
		}
		failures = append(failures, err)
	}
	return nil, fmt.Errorf("could not connect to any host from the list: %w", errors.Join(failures...))
}

// dsn names each parameter, so that none comes from the environment (PGHOST and the like).
func dsn(cluster config.PostgresCluster, host config.Host) string {
	parameters := url.Values{
		"host":            {host.Address},
		"port":            {strconv.Itoa(int(host.Port))},
		"user":            {cluster.User},
		"password":        {cluster.Password},
		"dbname":          {cluster.DBName},
		"sslmode":         {cluster.SSLMode},
		"connect_timeout": {strconv.Itoa(int(connectTimeout.Seconds()))},
		"pool_max_conns":  {strconv.Itoa(maxConnections)},
	}
	return "postgres:///?" + parameters.Encode()
}

func connect(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	pool, err := pgxpool.New(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}
