package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
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

// batchRows is how many rows a statement of STANDIN_LOAD=batch has.
const batchRows = 1000

func mustLoad(s settings.Settings) config.Config {
	loaded, err := config.Load(s.ConfigPath, s.MissingKeys)
	if err != nil {
		panic(err)
	}
	return loaded
}

func mustOpen(s settings.Settings, loaded config.Config) *slog.Logger {
	log, err := logs.Open(s.LogRoot, loaded.StudentEmail)
	if err != nil {
		panic(err)
	}
	return log
}

func connect(ctx context.Context, s settings.Settings, loaded config.Config, log *slog.Logger, statements string) (*database.Database, error) {
	callOutside(log)
	connected, err := database.Connect(ctx, database.DSNs(loaded.PostgresCluster), s.Pool, statements)
	if err != nil {
		err = fmt.Errorf("failed Init Core: failed NewDatabase: %w", err)
		log.Error("start", "error", err.Error())
	}
	return connected, err
}

func prepareDB(s settings.Settings) error {
	ctx, loaded, log := context.Background(), mustLoad(s), logs.Terminal(os.Stderr)
	if s.PrepareLog == "file" {
		log = slog.New(slog.NewMultiHandler(log.Handler(), mustOpen(s, loaded).Handler()))
	}
	connected, err := connect(ctx, s, loaded, log, "simple")
	if err != nil {
		return err
	}
	pool, err := connected.Pool()
	if err != nil {
		return err
	}
	order := prepare.Order{
		Counts:   data.CountsOf(s.Scale),
		Dangling: s.Dangling == "some",
		Batch:    1,
		Lose:     s.LoseRows,
		Leave:    s.Filled == "leave",
		Fail:     s.FailedRow == "fail",
	}
	if s.Load == "batch" {
		order.Batch = batchRows
	}
	return prepare.Run(ctx, pool, log, order)
}

func runServer(s settings.Settings) error {
	start, ctx, loaded := time.Now(), context.Background(), mustLoad(s)
	log := mustOpen(s, loaded)
	quota := server.NewQuota(ctx, log)
	connected, err := connect(ctx, s, loaded, log, s.Statements)
	if err != nil {
		return err
	}
	if s.Pool == "hasql" {
		go connected.Watch(ctx)
	}
	listener, err := server.Listen(loaded.StudentEmail, s.Listen)
	if err != nil {
		log.Error("start", "error", err.Error())
		return err
	}
	lives := life.Lives{Seed: loaded.StudentEmail + s.Seed, Youngest: s.LifeMin, Oldest: s.LifeMax, Death: s.Death}
	fate := lives.FromStart(start)
	if s.LifeBy == "clock" {
		fate = lives.ByClock(start)
	}
	health := &life.Health{}
	go fate.Await(health)
	log.Info("listening", "address", listener.Addr().String())
	served := &server.Server{Config: loaded, Settings: s, Database: connected, Health: health, Log: log, Quota: quota}
	return served.Run(listener)
}
