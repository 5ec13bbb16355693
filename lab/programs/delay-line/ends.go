package main

import (
	"errors"
	"net"

	"golang.org/x/sys/unix"
)

// Both ends carry frames behind a virtio_net_hdr, which says whether checksum and segmentation are still to be done. So
// nothing has to be done here: the next real device does it.

// end is a file descriptor that blocks.
type end int

// Read reads one frame.
func (e end) Read(buffer []byte) (int, error) {
	for {
		n, err := unix.Read(int(e), buffer)
		if !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}

// Write drops a frame that the device has no room for or does not take, as a cable's far end would.
func (e end) Write(frame []byte) (int, error) {
	for {
		n, err := unix.Write(int(e), frame)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.ENOBUFS), errors.Is(err, unix.EMSGSIZE), errors.Is(err, unix.EINVAL), errors.Is(err, unix.EIO):
			return len(frame), nil
		default:
			return n, err
		}
	}
}

// openTap makes a TAP device, which goes when this process ends.
func openTap(name string) (end, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	request, err := unix.NewIfreq(name)
	if err != nil {
		return -1, err
	}
	request.SetUint16(unix.IFF_TAP | unix.IFF_NO_PI | unix.IFF_VNET_HDR)
	return end(fd), unix.IoctlIfreq(fd, unix.TUNSETIFF, request)
}

// openLink listens to what comes in on an interface, and sends on it.
func openLink(name string) (end, error) {
	link, err := net.InterfaceByName(name)
	if err != nil {
		return -1, err
	}
	// Bound to nothing yet, so that no frame comes before the options are set.
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	for option, value := range map[int]int{unix.PACKET_VNET_HDR: 1, unix.PACKET_IGNORE_OUTGOING: 1} {
		if err := unix.SetsockoptInt(fd, unix.SOL_PACKET, option, value); err != nil {
			return -1, err
		}
	}
	// A whole list comes in one burst.
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 32<<20); err != nil {
		return -1, err
	}
	address := &unix.SockaddrLinklayer{Protocol: networkOrder(unix.ETH_P_IP), Ifindex: link.Index}
	return end(fd), unix.Bind(fd, address)
}

func networkOrder(value uint16) uint16 { return value<<8 | value>>8 }
