package operation

import (
	"math"
	"testing"
)

func TestEffectChangesAtTheLimits(t *testing.T) {
	for _, c := range []struct {
		id            int64
		masked, plain Effect
	}{
		{0, Harmless, Harmless},
		{12884901887, Harmless, Harmless},
		{12884901888, Leak, Leak},
		{17179869183, Leak, Leak},
		{17179869184, Panic, Panic},
		{21474836479, Panic, Panic},
		{21474836480, Sick, Panic},
		{21474836481, Sick, Sick},
		{25769803775, Sick, Sick},
		{25769803776, Harmless, Harmless},
		{1<<36 + 3<<32, Leak, Harmless},
		{85899345920, Panic, Harmless},
		{1<<62 + 5<<32 + 1, Sick, Harmless},
		{math.MaxInt64, Harmless, Harmless},
	} {
		if masked, plain := Masked(c.id), Plain(c.id); masked != c.masked || plain != c.plain {
			t.Errorf("operation %d: expected effects %d and %d, found %d and %d", c.id, c.masked, c.plain, masked, plain)
		}
	}
}
