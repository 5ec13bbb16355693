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
	Panic Way = "panic"
	Leaks Way = "leak"
	Sick  Way = "sick"
)

var ways = []Way{Exit0, Panic, Leaks, Sick}

// Fate is when and how a process dies of age.
type Fate struct {
	At  time.Time
	Way Way
}

// Lives are the settings that a fate is drawn by.
type Lives struct {
	// Seed makes another fate. Processes with the same one share theirs.
	Seed             string
	Youngest, Oldest time.Duration
	// Death is a Way, or "random".
	Death string
}

// FromStart returns the fate of a process whose age counts from its start. Those that start in the same minute reach the
// same age.
func (l Lives) FromStart(start time.Time) Fate {
	random := l.random(start.Unix() / 60)
	age := l.Youngest + time.Duration(random.Float64()*float64(l.Oldest-l.Youngest))
	return Fate{start.Add(age), l.way(random)}
}

// ByClock returns the next moment at which all processes die, whatever their age. Moments are Youngest to Oldest apart.
func (l Lives) ByClock(start time.Time) Fate {
	mean, spread := max(1, (l.Youngest+l.Oldest)/2), (l.Oldest-l.Youngest)/2
	for n := start.UnixNano() / int64(mean); ; n++ {
		random := l.random(n)
		at := time.Unix(0, n*int64(mean)).Add(time.Duration(random.Float64() * float64(spread)))
		if at.After(start) {
			return Fate{at, l.way(random)}
		}
	}
}

func (l Lives) random(n int64) *rand.Rand {
	hash := fnv.New64a()
	hash.Write([]byte(l.Seed))
	return rand.New(rand.NewPCG(hash.Sum64(), uint64(n)))
}

func (l Lives) way(random *rand.Rand) Way {
	if l.Death == "random" {
		return ways[random.IntN(len(ways))]
	}
	return Way(l.Death)
}

// Await waits for the fate and carries it out. It returns only when the process is then alive, but sick.
func (f Fate) Await(health *Health) {
	time.Sleep(time.Until(f.At))
	switch f.Way {
	case Exit0:
		os.Exit(0)
	case Panic:
		Die()
	case Leaks:
		Leak()
	case Sick:
		health.Sicken()
	}
}

// Die ends the process by a panic: exit status 2. In a handler's own goroutine it would end the request only.
func Die() {
	go panic("we're all gonna die")
	select {}
}
