package operation

import (
	"math"
	"testing"
)

func TestEffectChangesAtTheLimits(t *testing.T) {
	for id, expected := range map[int64]Effect{
		math.MinInt64: Harmless,
		12884901887:   Harmless,
		12884901888:   Leak,
		17179869183:   Leak,
		17179869184:   Panic,
		21474836480:   Panic,
		21474836481:   Sick,
		25769803775:   Sick,
		25769803776:   Harmless,
		math.MaxInt64: Harmless,
	} {
		if found := EffectOf(id); found != expected {
			t.Errorf("operation %d: expected effect %d, found %d", id, expected, found)
		}
	}
}
