package settings

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

func environment(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, found := variables[name]
		return value, found
	}
}

func TestDefaults(t *testing.T) {
	s, err := Read(environment(nil))
	if err != nil || s.Scale != 1 || s.Load != "single" || s.LongDummy != 3*time.Second || s.LifeMax != 25*time.Minute {
		t.Errorf("expected 1, single, 3s and 25m, found %+v, %v", s, err)
	}
}

// row is a row of the README's table that begins with a setting: its name, its default, its other values.
var row = regexp.MustCompile("(?m)^\\| `(STANDIN_\\w+)` *\\| (?:`([^`]+)`)? *\\| ([^|]*?) *\\|")

func TestTheREADMEListsTheSettings(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for _, found := range row.FindAllStringSubmatch(string(readme), -1) {
		listed[found[1]] = strings.Join(append([]string{found[2]}, quoted(found[3])...), ", ")
	}
	_, r := read(environment(nil))
	for _, setting := range r.all {
		if expected, found := strings.Join(setting.values, ", "), listed[setting.name]; expected != found {
			t.Errorf("README.md, %s: expected the values %q, found %q", setting.name, expected, found)
		}
		delete(listed, setting.name)
	}
	for name := range listed {
		t.Errorf("README.md: expected no setting %s, found one", name)
	}
}

func quoted(cell string) (values []string) {
	for _, found := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cell, -1) {
		values = append(values, found[1])
	}
	return values
}

func TestEnvironmentWinsOverBuiltIn(t *testing.T) {
	builtIn = "STANDIN_SCALE=0.5,STANDIN_DEATH=sick"
	defer func() { builtIn = "" }()
	s, err := Read(environment(map[string]string{"STANDIN_SCALE": "0.01"}))
	if err != nil || s.Scale != 0.01 || s.Death != "sick" {
		t.Errorf("expected 0.01 and sick, found %v and %v, %v", s.Scale, s.Death, err)
	}
}

func TestErrorsNameVariableExpectedAndFound(t *testing.T) {
	for name, wrong := range map[string]struct{ value, message string }{
		"STANDIN_SCALE":       {"2", `STANDIN_SCALE: expected a number above 0 and at most 1, found "2"`},
		"STANDIN_LIFE_MIN":    {"1", `STANDIN_LIFE_MIN: expected a duration such as 22m or 3.5s, found "1"`},
		"STANDIN_LIFE_MAX":    {"1m", `STANDIN_LIFE_MAX: expected at least STANDIN_LIFE_MIN, 22m0s, found "1m0s"`},
		"STANDIN_DEATH":       {"boredom", `STANDIN_DEATH: expected random, exit0, panic, leak, sick, found "boredom"`},
		"STANDIN_LOAD":        {"", `STANDIN_LOAD: expected single, batch, found ""`},
		"STANDIN_LOSE_ROWS":   {"-1", `STANDIN_LOSE_ROWS: expected a whole number from 0, found "-1"`},
		"STANDIN_MISSING_ROW": {"500", `STANDIN_MISSING_ROW: expected 404, null, list, object, found "500"`},
	} {
		_, err := Read(environment(map[string]string{name: wrong.value}))
		if err == nil || err.Error() != wrong.message {
			t.Errorf("expected %s, found %v", wrong.message, err)
		}
	}
}
