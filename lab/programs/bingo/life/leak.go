package life

import "time"

const (
	leakStep     = 10 << 20
	leakInterval = 50 * time.Millisecond
	page         = 4096
)

// Leak takes memory, 200 MB/s, and never ends: something else has to kill the process.
func Leak() {
	var taken [][]byte
	for {
		chunk := make([]byte, leakStep)
		// Memory counts once it is written to.
		for i := 0; i < len(chunk); i += page {
			chunk[i] = 1
		}
		taken = append(taken, chunk)
		time.Sleep(leakInterval)
	}
}
