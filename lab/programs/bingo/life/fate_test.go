package life

import (
	"testing"
	"testing/synctest"
	"time"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

var lives = Lives{"someone@example.org", 22 * time.Minute, 25 * time.Minute, "random"}

func TestSharedByThoseWhoStartInOneMinute(t *testing.T) {
	late := noon.Add(59 * time.Second)
	a, b := lives.FromStart(noon), lives.FromStart(late)
	if a.At.Sub(noon) != b.At.Sub(late) || a.Way != b.Way {
		t.Errorf("expected one age and way, found %v and %v", a, b)
	}
	other := lives
	other.Seed = "other@example.org"
	if b := other.FromStart(noon); a == b {
		t.Errorf("expected two fates, found twice %v", a)
	}
}

func TestAgesAndWaysOfADay(t *testing.T) {
	seen := map[Way]int{}
	youngest, oldest := time.Hour, time.Duration(0)
	for minute := range 24 * 60 {
		start := noon.Add(time.Duration(minute) * time.Minute)
		fate := lives.FromStart(start)
		seen[fate.Way]++
		age := fate.At.Sub(start)
		youngest, oldest = min(youngest, age), max(oldest, age)
	}
	if youngest < 22*time.Minute || youngest > 22*time.Minute+5*time.Second {
		t.Errorf("expected a youngest age just above 22 minutes, found %s", youngest)
	}
	if oldest > 25*time.Minute || oldest < 25*time.Minute-5*time.Second {
		t.Errorf("expected an oldest age just below 25 minutes, found %s", oldest)
	}
	for _, way := range ways {
		if seen[way] < 300 {
			t.Errorf("%s: expected about 360 of 1440, found %d", way, seen[way])
		}
	}
}

func TestByTheClockAllDieAtOneMoment(t *testing.T) {
	for start, n := noon, 0; n < 100; n++ {
		fate := lives.ByClock(start)
		if late := fate.At.Add(-time.Second); lives.ByClock(late) != fate {
			t.Errorf("expected %v also for a start at %s, found %v", fate, late, lives.ByClock(late))
		}
		next := lives.ByClock(fate.At)
		if apart := next.At.Sub(fate.At); apart < 22*time.Minute || apart > 25*time.Minute {
			t.Errorf("expected 22 to 25 minutes from %s to the next, found %s", fate.At, apart)
		}
		start = fate.At
	}
}

func TestSickensAtItsAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		health := &Health{}
		lives := lives
		lives.Death = "sick"
		fate := lives.FromStart(time.Now())
		go fate.Await(health)
		time.Sleep(time.Until(fate.At) - time.Second)
		synctest.Wait()
		if health.Sick() {
			t.Errorf("expected well a second before %s, found sick", fate.At)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !health.Sick() {
			t.Errorf("expected sick a second after %s, found well", fate.At)
		}
	})
}
