package settings

import (
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
	expected := Settings{"/opt/bingo/config.yaml", "/opt/bongo/logs", 1, "batch", 3 * time.Second,
		22 * time.Minute, 25 * time.Minute, "random", ""}
	if err != nil || s != expected {
		t.Errorf("expected %+v, found %+v, %v", expected, s, err)
	}
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
		"STANDIN_SCALE":    {"2", `STANDIN_SCALE: expected a number above 0 and at most 1, found "2"`},
		"STANDIN_LIFE_MIN": {"1", `STANDIN_LIFE_MIN: expected a duration such as 22m or 3.5s, found "1"`},
		"STANDIN_LIFE_MAX": {"1m", `STANDIN_LIFE_MAX: expected at least STANDIN_LIFE_MIN, 22m0s, found "1m0s"`},
		"STANDIN_DEATH":    {"boredom", `STANDIN_DEATH: expected random, exit0, exit1, leak, sick, found "boredom"`},
		"STANDIN_LOAD":     {"", `STANDIN_LOAD: expected batch, single, found ""`},
	} {
		_, err := Read(environment(map[string]string{name: wrong.value}))
		if err == nil || err.Error() != wrong.message {
			t.Errorf("expected %s, found %v", wrong.message, err)
		}
	}
}
