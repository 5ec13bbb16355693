package life

import "sync/atomic"

// Health of the process. Once sick it stays so. The zero value is well.
type Health struct{ sick atomic.Bool }

// Sicken makes the process sick.
func (h *Health) Sicken() { h.sick.Store(true) }

// Sick reports whether the process is sick.
func (h *Health) Sick() bool { return h.sick.Load() }
