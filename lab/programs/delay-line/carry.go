package main

import (
	"fmt"
	"io"
	"time"
)

const (
	// A frame as large as segmentation offload makes it, with its headers.
	largestFrame = 1<<16 + 128
	// Frames under way in one direction: a second of 100 Mbit/s and more. More than that waits in the kernel.
	capacity = 1 << 14
)

type frame struct {
	bytes []byte
	due   time.Time
}

// carry brings each frame of one end to the other, after the delay. It returns when an end fails.
func carry(from io.Reader, to io.Writer, delay time.Duration) error {
	frames := make(chan frame, capacity)
	failed := make(chan error, 2)
	go func() { failed <- take(from, frames, delay) }()
	go func() { failed <- give(frames, to) }()
	return <-failed
}

func take(from io.Reader, frames chan<- frame, delay time.Duration) error {
	defer close(frames)
	buffer := make([]byte, largestFrame)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return fmt.Errorf("reading: %w", err)
		}
		frames <- frame{bytes: append([]byte(nil), buffer[:n]...), due: time.Now().Add(delay)}
	}
}

// give ends without an error when there are no more frames.
func give(frames <-chan frame, to io.Writer) error {
	for each := range frames {
		time.Sleep(time.Until(each.due))
		if _, err := to.Write(each.bytes); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
	}
	return nil
}
