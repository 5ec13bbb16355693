// Command bingo is a STAND-IN for bingo, the flaky service that this project deploys. The real one is a third party's
// binary that cannot be had everywhere; this one takes its place in the lab and in tests. `bingo version` prints what the
// real one prints, and to stderr that this is a stand-in. README.md says how it behaves and what can be set.
//
//	go test ./...
//	STANDIN_TEST_DSN=postgres://user:password@127.0.0.1/database go test -tags database ./server
//
// The second also loads and serves data, in schemas that it makes and drops. __tests__/lab/programs/bingo runs it against
// Debian 13's PostgreSQL.
package main
