package tls

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"bingo-on-yandex-cloud/provider/backend"
)

func at(now time.Time) Backend {
	return Backend{Now: func() time.Time { return now }}
}

func create(t *testing.T, by Backend, kind string, planned backend.Object) backend.Object {
	t.Helper()
	made, err := by.Create(context.Background(), backend.Call{Type: kind, Planned: planned})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func key(t *testing.T, algorithm, curve string) backend.Object {
	return create(t, at(time.Now()), privateKey, backend.Object{
		"algorithm": algorithm, "ecdsa_curve": curve, "rsa_bits": json.Number("2048"),
	})
}

func TestKeys(t *testing.T) {
	for name, test := range map[string]struct{ algorithm, curve, pem, ssh string }{
		"RSA":     {"RSA", "P224", "RSA PRIVATE KEY", "ssh-rsa "},
		"P224":    {"ECDSA", "P224", "EC PRIVATE KEY", ""},
		"P256":    {"ECDSA", "P256", "EC PRIVATE KEY", "ecdsa-sha2-nistp256 "},
		"P384":    {"ECDSA", "P384", "EC PRIVATE KEY", "ecdsa-sha2-nistp384 "},
		"P521":    {"ECDSA", "P521", "EC PRIVATE KEY", "ecdsa-sha2-nistp521 "},
		"ED25519": {"ED25519", "P224", "PRIVATE KEY", "ssh-ed25519 "},
	} {
		t.Run(name, func(t *testing.T) {
			made := key(t, test.algorithm, test.curve)
			if form := made["private_key_pem"].(string); !strings.HasPrefix(form, "-----BEGIN "+test.pem+"-----\n") {
				t.Errorf("private_key_pem begins %.40q", form)
			}
			if len(made["id"].(string)) != 40 {
				t.Errorf("id is %q", made["id"])
			}
			public := made["public_key_openssh"].(string)
			if test.ssh == "" {
				if public != "" || made["private_key_openssh"] != "" || made["public_key_fingerprint_md5"] != "" || made["public_key_fingerprint_sha256"] != "" {
					t.Errorf("OpenSSH forms of a key that has none: %q", public)
				}
				return
			}
			if !strings.HasPrefix(public, test.ssh) || !strings.HasSuffix(public, "\n") {
				t.Errorf("public_key_openssh is %q", public)
			}
			for _, form := range []string{"private_key_pem", "private_key_pem_pkcs8", "private_key_openssh"} {
				signer, err := ssh.ParsePrivateKey([]byte(made[form].(string)))
				if err != nil {
					t.Fatalf("%s: %v", form, err)
				}
				if string(ssh.MarshalAuthorizedKey(signer.PublicKey())) != public {
					t.Errorf("%s is another key", form)
				}
			}
		})
	}
}

func TestKeyRefuses(t *testing.T) {
	for name, planned := range map[string]backend.Object{
		"algorithm":   {"algorithm": "DSA"},
		"ecdsa_curve": {"algorithm": "ECDSA", "ecdsa_curve": "P999"},
		"rsa_bits":    {"algorithm": "RSA", "rsa_bits": json.Number("2048.5")},
	} {
		made, err := at(time.Now()).Create(context.Background(), backend.Call{Type: privateKey, Planned: planned})
		if made != nil || err == nil || !strings.HasPrefix(err.Error(), name+": expected ") {
			t.Errorf("%s: expected an error that names it, found %v", name, err)
		}
	}
}

func arguments(t *testing.T) backend.Object {
	return backend.Object{
		"private_key_pem":       key(t, "ECDSA", "P256")["private_key_pem"],
		"validity_period_hours": json.Number("48"), "early_renewal_hours": json.Number("12"),
		"allowed_uses": []any{"digital_signature", "server_auth"},
		"dns_names":    []any{"bingo.example.org"}, "ip_addresses": []any{"198.51.100.7"}, "uris": []any{"https://bingo.example.org/"},
		"subject": []any{backend.Object{"common_name": "bingo", "organization": "o", "email_address": "a@example.org"}},
	}
}

func TestCertificate(t *testing.T) {
	now := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	planned := arguments(t)
	planned["is_ca_certificate"], planned["set_authority_key_id"] = true, true
	made := create(t, at(now), selfSignedCert, planned)
	block, _ := pem.Decode([]byte(made["cert_pem"].(string)))
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(certificate)
	for _, name := range []string{"bingo.example.org", "198.51.100.7"} {
		if _, err := certificate.Verify(x509.VerifyOptions{DNSName: name, Roots: roots, CurrentTime: now.Add(time.Hour)}); err != nil {
			t.Error(err)
		}
	}
	const ia5String = "\x16"
	email := ia5String + "\x0da@example.org"
	if subject := certificate.Subject; subject.CommonName != "bingo" || subject.Organization[0] != "o" || !strings.Contains(string(certificate.RawSubject), email) {
		t.Errorf("subject is %s: %q", subject, certificate.RawSubject)
	}
	if !certificate.IsCA || string(certificate.AuthorityKeyId) != string(certificate.SubjectKeyId) || len(certificate.SubjectKeyId) != 20 {
		t.Errorf("no authority: %v", certificate)
	}
	if made["id"] != certificate.SerialNumber.String() || made["key_algorithm"] != "ECDSA" ||
		made["validity_start_time"] != "2030-01-02T03:04:05Z" || made["validity_end_time"] != "2030-01-04T03:04:05Z" {
		t.Errorf("expected the certificate's number, key and validity, found %v", made)
	}
}

func TestCertificateRefuses(t *testing.T) {
	for expected, change := range map[string]func(backend.Object){
		"private_key_pem: ":      func(of backend.Object) { of["private_key_pem"] = "none" },
		"ip_addresses: ":         func(of backend.Object) { of["ip_addresses"] = []any{"bingo"} },
		"allowed_uses: ":         func(of backend.Object) { of["allowed_uses"] = []any{"everything"} },
		"is_ca_certificate: ":    func(of backend.Object) { of["is_ca_certificate"], of["subject"] = true, nil },
		"set_authority_key_id: ": func(of backend.Object) { of["set_authority_key_id"] = true },
	} {
		planned := arguments(t)
		change(planned)
		_, err := at(time.Now()).Create(context.Background(), backend.Call{Type: selfSignedCert, Planned: planned})
		if err == nil || !strings.HasPrefix(err.Error(), expected) {
			t.Errorf("expected %s, found %v", expected, err)
		}
	}
}

func TestRenewal(t *testing.T) {
	now := time.Now()
	made := create(t, at(now), selfSignedCert, arguments(t))
	for name, test := range map[string]struct {
		after    time.Duration
		expected string
	}{
		"at once": {0, ""}, "before the early renewal": {36*time.Hour - time.Minute, ""},
		"in the early renewal": {36*time.Hour + time.Minute, "ready_for_renewal"}, "expired": {49 * time.Hour, "ready_for_renewal"},
	} {
		t.Run(name, func(t *testing.T) {
			then := at(now.Add(test.after))
			if due, err := then.Renewal(selfSignedCert, made); due != test.expected || err != nil {
				t.Errorf("expected %q, found %q, %v", test.expected, due, err)
			}
			read, err := then.Read(context.Background(), backend.Call{Type: selfSignedCert, Prior: made})
			if err != nil || (read["ready_for_renewal"] == true) != (test.expected != "") {
				t.Errorf("read %v, %v", read["ready_for_renewal"], err)
			}
		})
	}
}
