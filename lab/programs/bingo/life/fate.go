// Package life is how a process falls ill and dies.
package life

import (
	"hash/fnv"
	"math/rand/v2"
	"os"
	"time"
)

// Way in which a process dies of age.
type Way string

const (
	Exit0 Way = "exit0"
	Exit1 Way = "exit1"
	Leaks Way = "leak"
	Sick  Way = "sick"
)

var ways = []Way{Exit0, Exit1, Leaks, Sick}

// Fate is when and how a process dies of age.
type Fate struct {
	Age time.Duration
	Way Way
}

// FateOf returns the fate of a process. Two processes with the same seed that start in the same minute share it. Ages lie between
// youngest and oldest; death is a Way, or "random".
func FateOf(seed string, start time.Time, youngest, oldest time.Duration, death string) Fate {
	hash := fnv.New64a()
	hash.Write([]byte(seed))
	random := rand.New(rand.NewPCG(hash.Sum64(), uint64(start.Unix()/60)))
	fate := Fate{
		Age: youngest + time.Duration(random.Float64()*float64(oldest-youngest)),
		Way: ways[random.IntN(len(ways))],
	}
	if death != "random" {
		fate.Way = Way(death)
	}
	return fate
}

// Await waits for the fate of a process that started at start, and carries it out. It returns only when the process is
// then alive, but sick.
func (f Fate) Await(start time.Time, health *Health) {
	time.Sleep(time.Until(start.Add(f.Age)))
	switch f.Way {
	case Exit0:
		os.Exit(0)
	case Exit1:
		os.Exit(1)
	case Leaks:
		Leak()
	case Sick:
		health.Sicken()
	}
}
