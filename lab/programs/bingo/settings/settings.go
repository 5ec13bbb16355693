// Package settings reads the stand-in's own settings, which the real bingo does not have.
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

// Settings of a run, see the package doc of the command for the variables.
type Settings struct {
	ConfigPath string
	LogRoot    string
	Scale      float64
	Load       string
	LongDummy  time.Duration
	LifeMin    time.Duration
	LifeMax    time.Duration
	Death      string
	Seed       string
}

// Read takes each variable from lookup (os.LookupEnv), else from the built-in ones, else its default. An error names
// the variable, the values allowed and the one found.
func Read(lookup func(string) (string, bool)) (Settings, error) {
	r := reader{lookup: lookup, builtIn: parsePairs(builtIn)}
	s := Settings{
		ConfigPath: r.text("STANDIN_CONFIG", "/opt/bingo/config.yaml"),
		LogRoot:    r.text("STANDIN_LOG_ROOT", "/opt/bongo/logs"),
		Scale:      r.share("STANDIN_SCALE", "1"),
		Load:       r.oneOf("STANDIN_LOAD", "batch", "single"),
		LongDummy:  r.duration("STANDIN_LONG_DUMMY", "3s"),
		LifeMin:    r.duration("STANDIN_LIFE_MIN", "22m"),
		LifeMax:    r.duration("STANDIN_LIFE_MAX", "25m"),
		Death:      r.oneOf("STANDIN_DEATH", "random", "exit0", "exit1", "leak", "sick"),
		Seed:       r.text("STANDIN_SEED", ""),
	}
	if r.err == nil && s.LifeMax < s.LifeMin {
		r.fail("STANDIN_LIFE_MAX", fmt.Sprintf("at least STANDIN_LIFE_MIN, %s", s.LifeMin), s.LifeMax.String())
	}
	return s, r.err
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

// reader keeps the first error.
type reader struct {
	lookup  func(string) (string, bool)
	builtIn map[string]string
	err     error
}

func (r *reader) fail(name, expected, found string) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: expected %s, found %q", name, expected, found)
	}
}

func (r *reader) text(name, byDefault string) string {
	if value, found := r.lookup(name); found {
		return value
	}
	if value, found := r.builtIn[name]; found {
		return value
	}
	return byDefault
}

func (r *reader) share(name, byDefault string) float64 {
	text := r.text(name, byDefault)
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !(value > 0 && value <= 1) {
		r.fail(name, "a number above 0 and at most 1", text)
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

// oneOf takes the first of the allowed values by default.
func (r *reader) oneOf(name string, allowed ...string) string {
	value := r.text(name, allowed[0])
	if !slices.Contains(allowed, value) {
		r.fail(name, strings.Join(allowed, ", "), value)
	}
	return value
}
