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

// mask keeps the four bits from 2^32 on, the only ones that count.
const mask = 0xF00000000

// Masked returns what the operation with this id does, by the reading of a debugger.
func Masked(id int64) Effect {
	switch id & mask >> 32 {
	case 3:
		return Leak
	case 4:
		return Panic
	case 5:
		return Sick
	}
	return Harmless
}

// Plain returns what the operation with this id does, by the ranges as users reported them.
func Plain(id int64) Effect {
	switch {
	case id < 12884901888 || id >= 25769803776:
		return Harmless
	case id < 17179869184:
		return Leak
	case id <= 21474836480:
		return Panic
	}
	return Sick
}
