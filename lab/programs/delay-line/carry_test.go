package main

import (
	"io"
	"net"
	"testing"
	"time"
)

func TestFramesArriveInOrderAndNotBeforeTheDelay(t *testing.T) {
	const delay = 30 * time.Millisecond
	near, nearEnd := net.Pipe()
	farEnd, far := net.Pipe()
	go carry(nearEnd, farEnd, delay)

	sent := time.Now()
	for _, word := range []string{"one", "two", "three"} {
		if _, err := near.Write([]byte(word)); err != nil {
			t.Fatal(err)
		}
	}
	found := make([]byte, len("onetwothree"))
	if _, err := io.ReadFull(far, found); err != nil {
		t.Fatal(err)
	}
	if string(found) != "onetwothree" {
		t.Errorf("expected onetwothree, found %s", found)
	}
	if passed := time.Since(sent); passed < delay {
		t.Errorf("expected at least %v, found %v", delay, passed)
	}
}

func TestAnEndThatFailsEndsIt(t *testing.T) {
	_, nearEnd := net.Pipe()
	farEnd, _ := net.Pipe()
	nearEnd.Close()
	if err := carry(nearEnd, farEnd, 0); err == nil {
		t.Error("expected an error, found none")
	}
}

func TestWordsAreChecked(t *testing.T) {
	for _, words := range [][]string{{}, {"tap", "link", "soon"}, {"tap", "link", "-1"}} {
		if err := run(words); err == nil {
			t.Errorf("%q: expected an error, found none", words)
		}
	}
}
