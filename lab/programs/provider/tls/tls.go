// Package tls is the tls provider: private keys and self-signed certificates, made here and kept in the state.
package tls

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"bingo-on-yandex-cloud/provider/backend"
)

const (
	privateKey     = "tls_private_key"
	selfSignedCert = "tls_self_signed_cert"
)

// Backend makes keys and certificates.
type Backend struct {
	// Now is the time by which certificates are made and grow old.
	Now func() time.Time
}

var (
	_ backend.Backend = Backend{}
	_ backend.Renewer = Backend{}
)

// Create makes the key or certificate with all that is computed from it.
func (b Backend) Create(_ context.Context, call backend.Call) (backend.Object, error) {
	var made backend.Object
	var err error
	switch call.Type {
	case privateKey:
		made, err = makeKey(call.Planned)
	case selfSignedCert:
		made, err = makeCertificate(call.Planned, b.Now())
	default:
		err = fmt.Errorf("%s is not supported by the stand-in", call.Type)
	}
	if err != nil {
		return nil, err
	}
	state := maps.Clone(call.Planned)
	maps.Copy(state, made)
	return state, nil
}

// Read finds out whether a certificate should be renewed by now.
func (b Backend) Read(_ context.Context, call backend.Call) (backend.Object, error) {
	attribute, err := b.Renewal(call.Type, call.Prior)
	if attribute == "" || err != nil {
		return call.Prior, err
	}
	state := maps.Clone(call.Prior)
	state[attribute] = true
	return state, nil
}

// Update returns what is planned: no change in place affects a key or a certificate.
func (Backend) Update(_ context.Context, call backend.Call) (backend.Object, error) {
	return call.Planned, nil
}

// Delete has nothing to remove: all there was stood in the state.
func (Backend) Delete(context.Context, backend.Call) error {
	return nil
}

func (Backend) Data(_ context.Context, call backend.Call) (backend.Object, error) {
	return nil, fmt.Errorf("the tls provider's data source %s is not supported by the stand-in", call.Type)
}

// Renewal is due from early_renewal_hours before the certificate's end.
func (b Backend) Renewal(kind string, planned backend.Object) (attribute string, err error) {
	end, made := planned["validity_end_time"].(string)
	if kind != selfSignedCert || !made {
		return "", nil
	}
	expires, err := time.Parse(time.RFC3339, end)
	if err != nil {
		return "", fmt.Errorf("validity_end_time: %w", err)
	}
	early, err := hours(planned, "early_renewal_hours")
	if err != nil || b.Now().Before(expires.Add(-early)) {
		return "", err
	}
	return "ready_for_renewal", nil
}

func hours(of backend.Object, name string) (time.Duration, error) {
	number, err := integer(of, name)
	return time.Duration(number) * time.Hour, err
}

// integer is 0 for what is not set.
func integer(of backend.Object, name string) (int64, error) {
	number, has := of[name].(json.Number)
	if !has {
		return 0, nil
	}
	whole, err := number.Int64()
	if err != nil || whole < 0 {
		return 0, fmt.Errorf("%s: expected a whole number, 0 or more, found %s", name, number)
	}
	return whole, nil
}

func text(of backend.Object, name string) string {
	found, _ := of[name].(string)
	return found
}

func texts(of backend.Object, name string) (found []string) {
	all, _ := of[name].([]any)
	for _, one := range all {
		if element, is := one.(string); is {
			found = append(found, element)
		}
	}
	return found
}
