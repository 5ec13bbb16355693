package server

import "hash/crc32"

const (
	lowestPort  = 1024
	highestPort = 32767
)

// Port to listen on for this e-mail. The real formula is not known; all that counts is that e-mails differ.
func Port(email string) int {
	return lowestPort + int(crc32.ChecksumIEEE([]byte(email))%(highestPort-lowestPort+1))
}
