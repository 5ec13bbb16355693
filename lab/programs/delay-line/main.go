// Command delay-line is a long cable between two network interfaces: IPv4 frames that come in on one leave the other
// that much later, in their order.
//
//	delay-line TAP LINK MILLISECONDS
//
// TAP is made here and goes with this process; LINK is there already. Frames that this host itself sends on LINK do not
// pass: its routes have to lead to TAP. It writes `ready` to its output, and runs until LINK goes or it is killed.
//
// The kernel's own delay, sch_netem, is missing in kernels of many small virtual machines; TUN and packet sockets are
// not.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "delay-line:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("expected TAP LINK MILLISECONDS, found %d words", len(args))
	}
	milliseconds, err := strconv.Atoi(args[2])
	if err != nil || milliseconds < 0 {
		return fmt.Errorf("expected a delay of 0 or more milliseconds, found %q", args[2])
	}
	tap, err := openTap(args[0])
	if err != nil {
		return fmt.Errorf("tap %s: %w", args[0], err)
	}
	link, err := openLink(args[1])
	if err != nil {
		return fmt.Errorf("link %s: %w", args[1], err)
	}
	delay := time.Duration(milliseconds) * time.Millisecond
	ended := make(chan error, 2)
	go func() { ended <- carry(tap, link, delay) }()
	go func() { ended <- carry(link, tap, delay) }()
	fmt.Println("ready")
	return <-ended
}
