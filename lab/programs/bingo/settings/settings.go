// Package settings reads the stand-in's own settings, which the real bingo does not have. The README lists them.
package settings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// builtIn holds NAME=VALUE pairs with commas between them. Set by the linker; what the environment says wins.
var builtIn string

// Settings of a run. The README of the command says what each does.
type Settings struct {
	ConfigPath, LogRoot                        string
	LongDummy, RequestLimit                    time.Duration
	Limiter, Operation, OperationAnswer        string
	Lists, MissingRow, ConfigPage, RootMethods string
	MissingKeys, Pool, Statements              string
	Shutdown, Listen                           string
	Scale                                      float64
	Load, PrepareLog, Filled, FailedRow        string
	LoseRows                                   int
	Dangling                                   string
	LifeBy, Death, Seed                        string
	LifeMin, LifeMax                           time.Duration
}

// Read takes each variable from lookup (os.LookupEnv), else from the built-in ones, else its default. An error names
// the variable, the values allowed and the one found.
func Read(lookup func(string) (string, bool)) (Settings, error) {
	s, r := read(lookup)
	return s, r.err
}

func read(lookup func(string) (string, bool)) (Settings, reader) {
	r := reader{lookup: lookup, builtIn: parsePairs(builtIn)}
	s := Settings{
		ConfigPath:      r.text("STANDIN_CONFIG", "/opt/bingo/config.yaml"),
		LogRoot:         r.text("STANDIN_LOG_ROOT", "/opt/bongo/logs"),
		LongDummy:       r.duration("STANDIN_LONG_DUMMY", "3s"),
		RequestLimit:    r.duration("STANDIN_REQUEST_LIMIT", "20s"),
		Limiter:         r.oneOf("STANDIN_LIMITER", "wait", "refuse"),
		Operation:       r.oneOf("STANDIN_OPERATION", "masked", "plain"),
		OperationAnswer: r.oneOf("STANDIN_OPERATION_ANSWER", "host", "ok"),
		Lists:           r.oneOf("STANDIN_LISTS", "ordered", "whole"),
		MissingRow:      r.oneOf("STANDIN_MISSING_ROW", "404", "null", "list", "object"),
		ConfigPage:      r.oneOf("STANDIN_CONFIG_PAGE", "open", "masked"),
		RootMethods:     r.oneOf("STANDIN_ROOT_METHODS", "any", "get"),
		MissingKeys:     r.oneOf("STANDIN_MISSING_KEYS", "default", "error"),
		Pool:            r.oneOf("STANDIN_POOL", "hasql", "fixed"),
		Statements:      r.oneOf("STANDIN_STATEMENTS", "simple", "prepared"),
		Shutdown:        r.oneOf("STANDIN_SHUTDOWN", "graceful", "abrupt"),
		Listen:          r.oneOf("STANDIN_LISTEN", "6", "4"),
		Scale:           r.share("STANDIN_SCALE", "1"),
		Load:            r.oneOf("STANDIN_LOAD", "single", "batch"),
		PrepareLog:      r.oneOf("STANDIN_PREPARE_LOG", "terminal", "file"),
		Filled:          r.oneOf("STANDIN_FILLED", "leave", "fail"),
		FailedRow:       r.oneOf("STANDIN_FAILED_ROW", "warn", "fail"),
		LoseRows:        r.count("STANDIN_LOSE_ROWS", "0"),
		Dangling:        r.oneOf("STANDIN_DANGLING", "some", "none"),
		LifeBy:          r.oneOf("STANDIN_LIFE_BY", "age", "clock"),
		LifeMin:         r.duration("STANDIN_LIFE_MIN", "22m"),
		LifeMax:         r.duration("STANDIN_LIFE_MAX", "25m"),
		Death:           r.oneOf("STANDIN_DEATH", "random", "exit0", "panic", "leak", "sick"),
		Seed:            r.text("STANDIN_SEED", ""),
	}
	if r.err == nil && s.LifeMax < s.LifeMin {
		r.fail("STANDIN_LIFE_MAX", fmt.Sprintf("at least STANDIN_LIFE_MIN, %s", s.LifeMin), s.LifeMax.String())
	}
	return s, r
}

func parsePairs(pairs string) map[string]string {
	values := map[string]string{}
	for pair := range strings.SplitSeq(pairs, ",") {
		if name, value, found := strings.Cut(pair, "="); found {
			values[name] = value
		}
	}
	return values
}

// known is a setting: its values are the default and, where there are few, the others.
type known struct {
	name   string
	values []string
}

// reader keeps the first error and what it was asked for.
type reader struct {
	lookup  func(string) (string, bool)
	builtIn map[string]string
	all     []known
	err     error
}

func (r *reader) fail(name, expected, found string) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: expected %s, found %q", name, expected, found)
	}
}

// text takes the first value by default.
func (r *reader) text(name string, values ...string) string {
	r.all = append(r.all, known{name, values})
	if value, found := r.lookup(name); found {
		return value
	}
	if value, found := r.builtIn[name]; found {
		return value
	}
	return values[0]
}

func (r *reader) share(name, byDefault string) float64 {
	text := r.text(name, byDefault)
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !(value > 0 && value <= 1) {
		r.fail(name, "a number above 0 and at most 1", text)
	}
	return value
}

func (r *reader) count(name, byDefault string) int {
	text := r.text(name, byDefault)
	value, err := strconv.Atoi(text)
	if err != nil || value < 0 {
		r.fail(name, "a whole number from 0", text)
	}
	return value
}

func (r *reader) duration(name, byDefault string) time.Duration {
	text := r.text(name, byDefault)
	value, err := time.ParseDuration(text)
	if err != nil || value < 0 {
		r.fail(name, "a duration such as 22m or 3.5s", text)
	}
	return value
}

func (r *reader) oneOf(name string, allowed ...string) string {
	value := r.text(name, allowed...)
	if !slices.Contains(allowed, value) {
		r.fail(name, strings.Join(allowed, ", "), value)
	}
	return value
}
