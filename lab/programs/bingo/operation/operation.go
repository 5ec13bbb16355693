// Package operation knows what POST /operation does, by the operation's id.
package operation

// Effect of an operation on the process that gets it.
type Effect int

const (
	Harmless Effect = iota
	Leak
	Panic
	Sick
)

// ranges are in descending order; each ends where the one before it begins.
var ranges = []struct {
	first  int64
	effect Effect
}{
	{25769803776, Harmless},
	{21474836481, Sick},
	{17179869184, Panic},
	{12884901888, Leak},
}

// EffectOf returns what the operation with this id does.
func EffectOf(id int64) Effect {
	for _, r := range ranges {
		if id >= r.first {
			return r.effect
		}
	}
	return Harmless
}
