package life

import (
	"testing"
	"testing/synctest"
	"time"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func fateAt(start time.Time) Fate {
	return FateOf("someone@example.org", start, 22*time.Minute, 25*time.Minute, "random")
}

func TestSharedByThoseWhoStartInOneMinute(t *testing.T) {
	if a, b := fateAt(noon), fateAt(noon.Add(59*time.Second)); a != b {
		t.Errorf("expected one fate, found %v and %v", a, b)
	}
	if a, b := fateAt(noon), FateOf("other@example.org", noon, 22*time.Minute, 25*time.Minute, "random"); a == b {
		t.Errorf("expected two fates, found twice %v", a)
	}
}

func TestAgesAndWaysOfADay(t *testing.T) {
	seen := map[Way]int{}
	youngest, oldest := time.Hour, time.Duration(0)
	for minute := range 24 * 60 {
		fate := fateAt(noon.Add(time.Duration(minute) * time.Minute))
		seen[fate.Way]++
		youngest, oldest = min(youngest, fate.Age), max(oldest, fate.Age)
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

func TestSickensAtItsAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		health := &Health{}
		fate := FateOf("", time.Now(), 22*time.Minute, 25*time.Minute, "sick")
		go fate.Await(time.Now(), health)
		time.Sleep(fate.Age - time.Second)
		synctest.Wait()
		if health.Sick() {
			t.Errorf("expected well a second before %s, found sick", fate.Age)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !health.Sick() {
			t.Errorf("expected sick a second after %s, found well", fate.Age)
		}
	})
}
