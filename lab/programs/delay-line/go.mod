module bingo-on-yandex-cloud/delay-line

go 1.26.6

require golang.org/x/sys v0.45.0
