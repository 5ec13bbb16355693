package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
)

// Listen opens the port of the e-mail, on all addresses.
func Listen(email, version string) (net.Listener, error) {
	port := strconv.Itoa(Port(email))
	if version == "4" {
		return net.Listen("tcp4", net.JoinHostPort("0.0.0.0", port))
	}
	return net.Listen("tcp", net.JoinHostPort("::", port))
}

// Run serves until SIGTERM: then it takes no more connections and, unless the shutdown is abrupt, answers the requests
// that it has.
func (s *Server) Run(listener net.Listener) error {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	defer signal.Stop(stop)
	served, ended := &http.Server{Handler: s.Handler()}, make(chan error, 1)
	go func() {
		<-stop
		s.Log.Info("Shutdown server.")
		if s.Settings.Shutdown == "abrupt" {
			ended <- served.Close()
		} else {
			ended <- served.Shutdown(context.Background())
		}
	}()
	if err := served.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}
