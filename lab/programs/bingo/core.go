package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"bingo-on-yandex-cloud/bingo/config"
	"bingo-on-yandex-cloud/bingo/data"
	"bingo-on-yandex-cloud/bingo/database"
	"bingo-on-yandex-cloud/bingo/life"
	"bingo-on-yandex-cloud/bingo/logs"
	"bingo-on-yandex-cloud/bingo/prepare"
	"bingo-on-yandex-cloud/bingo/server"
	"bingo-on-yandex-cloud/bingo/settings"
)

// core holds what both prepare_db and run_server need.
type core struct {
	config   config.Config
	log      *slog.Logger
	database *database.Database
}

func mustLoad(s settings.Settings) config.Config {
	loaded, err := config.Load(s.ConfigPath)
	if err != nil {
		panic(err)
	}
	return loaded
}

func initCore(ctx context.Context, s settings.Settings) (core, error) {
	loaded := mustLoad(s)
	log, err := logs.Open(s.LogRoot, loaded.StudentEmail)
	if err != nil {
		panic(err)
	}
	callOutside(log)
	connected, err := database.Connect(ctx, loaded.PostgresCluster)
	if err != nil {
		err = fmt.Errorf("failed Init Core: failed NewDatabase: %w", err)
		log.Error("start", "error", err.Error())
		return core{}, err
	}
	return core{loaded, log, connected}, nil
}

func prepareDB(s settings.Settings) error {
	ctx := context.Background()
	c, err := initCore(ctx, s)
	if err != nil {
		return err
	}
	err = prepare.Run(ctx, c.database.Pool, c.log, data.CountsOf(s.Scale), s.Load)
	if err != nil {
		c.log.Error("prepare_db", "error", err.Error())
		return err
	}
	fmt.Println(`{"level":"info","msg":"Data initialisation compleat."}`)
	return nil
}

func runServer(s settings.Settings) error {
	start := time.Now()
	c, err := initCore(context.Background(), s)
	if err != nil {
		return err
	}
	health := &life.Health{}
	served := &server.Server{
		Database:  c.database,
		Health:    health,
		Log:       c.log,
		LongDummy: s.LongDummy,
		Counts:    data.CountsOf(s.Scale),
	}
	address := net.JoinHostPort("::", strconv.Itoa(server.Port(c.config.StudentEmail)))
	listener, err := net.Listen("tcp", address)
	if err != nil {
		c.log.Error("start", "error", err.Error())
		return err
	}
	fate := life.FateOf(c.config.StudentEmail+s.Seed, start, s.LifeMin, s.LifeMax, s.Death)
	go fate.Await(start, health)
	c.log.Info("listening", "address", address)
	return http.Serve(listener, served.Handler())
}
