// Command bingo is a STAND-IN for bingo, the flaky service that this project deploys. The real one is a third party's
// binary that cannot be had everywhere; this one takes its place in the lab and in tests, and says so in `bingo version`.
// It behaves as users of the real one reported. Behaviour that is not known is listed below as a choice.
//
// # Commands
//
//	bingo                       prints "Hello world"
//	bingo prepare_db            creates the four tables, without keys and indexes, fills them, and then prints
//	                            "Data initialisation compleat." as JSON
//	bingo run_server            serves
//	bingo print_default_config  prints a config.yaml to start from
//	bingo print_current_config  prints config.yaml as it was understood, with the password
//	bingo version               prints that this is a stand-in
//
// None of them runs as root: a message, exit status 1.
//
// # Start
//
// /opt/bingo/config.yaml is read and nothing else; without it: panic "failed to read config data". The log is JSON in
// /opt/bongo/logs/DIGITS/main.log, DIGITS being the first ten of the hexadecimal sha1 of student_email. Every record
// repeats the environment, so it grows fast. Not writable, or no such folder: panic "failed to build logger". When
// writing fails later, on a full disk, the service goes on. A GET to http://8.8.8.8/ holds up the start for 30 s, or
// until it is refused. Without a database: exit status 1 and "failed Init Core: failed NewDatabase: could not connect
// to any host from the list". Then it listens on [::]:PORT; PORT is between 10000 and 40000 and depends on
// student_email.
//
// # Service
//
//	GET    /                                 a greeting
//	GET    /ping                             "pong"; sick: 500 "I feel bad."
//	POST   /operation {"operation": N}       25769803776 and above: harmless
//	                                         21474836481 to 25769803775: sick, 500 on everything, for ever
//	                                         17179869184 to 21474836480: a panic ends the process
//	                                         12884901888 to 17179869183: leaks until it is killed
//	                                         below: harmless
//	GET    /db_dummy                         SELECT pg_sleep(0.1)
//	GET    /long_dummy                       after 3 s, with the time at which the answer was made
//	GET    /api/movie, /api/customer         the whole table
//	GET    /api/movie/N, /api/customer/N     one row
//	GET    /api/session/N                    one session, its customer and its movie
//	GET    /api/session                      the first 100,000 of all of them; the query is sent three times at once,
//	                                         with 20 s for all three; 500 when that is not enough
//	POST   /api/session                      inserts a session, answers with its id
//	DELETE /api/session/N                    deletes it
//
// Above 100 requests a second: 429. At an age of 22 to 25 minutes the process exits with status 0 or 1, leaks, or turns
// sick. Processes of one student_email that start in the same minute do the same at the same age.
//
// # Settings
//
// By environment, or built in for machines whose environment is not ours: the environment wins.
//
//	go build -ldflags "-X bingo-on-yandex-cloud/bingo/settings.builtIn=STANDIN_SCALE=0.01,STANDIN_DEATH=sick"
//
//	STANDIN_CONFIG      /opt/bingo/config.yaml  the config
//	STANDIN_LOG_ROOT    /opt/bongo/logs         what the log's folder lies in
//	STANDIN_SCALE       1                       share of the full data, above 0 and at most 1
//	STANDIN_LOAD        batch                   batch: INSERTs of 1,000 rows; single: one row each
//	STANDIN_LONG_DUMMY  3s                      what /long_dummy takes
//	STANDIN_LIFE_MIN    22m                     earliest death of age
//	STANDIN_LIFE_MAX    25m                     latest death of age
//	STANDIN_DEATH       random                  random, exit0, exit1, leak or sick
//	STANDIN_SEED                                anything: makes another fate
//
// # Data
//
// 500,000 customers, 29,019 movies, 5,000,000 sessions; the same in every run. Of 1,000 sessions one belongs to a
// customer and one to a movie that do not exist.
//
// # Choices
//
// These are not known of the real bingo, so nothing should rest on them:
//
//   - Root may not even run the commands that do no harm.
//   - A key that config.yaml should not have is an error. use_closest_node has no effect: the first host that answers
//     is taken.
//   - The log's folder is not made; nothing in the log is secret.
//   - prepare_db asks 8.8.8.8 too. Where one of the tables is there it changes nothing, prints PostgreSQL's error and
//     exits with status 1. Its statement style is a guess.
//   - The shape of the JSON answers; 404 when there is no such row, but 200 to DELETE; 400 to an operation that is no
//     integer; 500 to the one that makes the process sick.
//   - POST /api/session takes {"customer_id": N, "movie_id": N}, each random when not given. The new id is random, from
//     10 million to 2^53.
//   - 25 requests may come at once. A leak grows by 200 MB/s. There are at most 50 connections to the database.
//   - GET /api/session holds the rows of all three copies until it has answered: 130 to 180 MB in all for one request,
//     290 MB for two at once. Other requests: below 20 MB.
//
// # Tests
//
//	go test ./...
//	STANDIN_TEST_DSN=postgres://user:password@127.0.0.1/database go test -tags database ./server
//
// The second also loads and serves data, in schemas that it makes and drops. __tests__/lab/programs/bingo runs it against
// Debian 13's PostgreSQL.
package main
