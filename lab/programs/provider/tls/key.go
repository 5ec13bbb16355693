package tls

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"

	"golang.org/x/crypto/ssh"

	"bingo-on-yandex-cloud/provider/backend"
)

var curves = map[string]elliptic.Curve{
	"P224": elliptic.P224(), "P256": elliptic.P256(), "P384": elliptic.P384(), "P521": elliptic.P521(),
}

// makeKey makes a private key and everything that is computed from it.
func makeKey(planned backend.Object) (backend.Object, error) {
	key, err := generate(planned)
	if err != nil {
		return nil, err
	}
	private, err := privateForms(key)
	if err != nil {
		return nil, err
	}
	return private, addPublicForms(private, key.Public())
}

func generate(planned backend.Object) (crypto.Signer, error) {
	switch algorithm := text(planned, "algorithm"); algorithm {
	case "RSA":
		bits, err := integer(planned, "rsa_bits")
		if err != nil {
			return nil, err
		}
		return rsa.GenerateKey(rand.Reader, int(bits))
	case "ECDSA":
		curve, known := curves[text(planned, "ecdsa_curve")]
		if !known {
			return nil, fmt.Errorf("ecdsa_curve: expected P224, P256, P384 or P521, found %q", planned["ecdsa_curve"])
		}
		return ecdsa.GenerateKey(curve, rand.Reader)
	case "ED25519":
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return key, err
	default:
		return nil, fmt.Errorf("algorithm: expected RSA, ECDSA or ED25519, found %q", algorithm)
	}
}

func privateForms(key crypto.Signer) (backend.Object, error) {
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	forms := backend.Object{"private_key_pem_pkcs8": encode("PRIVATE KEY", pkcs8), "private_key_openssh": ""}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		forms["private_key_pem"] = encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	case *ecdsa.PrivateKey:
		der, err := x509.MarshalECPrivateKey(key)
		if err != nil {
			return nil, err
		}
		forms["private_key_pem"] = encode("EC PRIVATE KEY", der)
	default:
		forms["private_key_pem"] = forms["private_key_pem_pkcs8"]
	}
	if !hasSSHForm(key.Public()) {
		return forms, nil
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		return nil, err
	}
	forms["private_key_openssh"] = string(pem.EncodeToMemory(block))
	return forms, nil
}

func addPublicForms(forms backend.Object, key crypto.PublicKey) error {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return err
	}
	digest := sha1.Sum(der)
	forms["id"] = hex.EncodeToString(digest[:])
	forms["public_key_pem"] = encode("PUBLIC KEY", der)
	forms["public_key_openssh"] = ""
	forms["public_key_fingerprint_md5"] = ""
	forms["public_key_fingerprint_sha256"] = ""
	if !hasSSHForm(key) {
		return nil
	}
	public, err := ssh.NewPublicKey(key)
	if err != nil {
		return err
	}
	forms["public_key_openssh"] = string(ssh.MarshalAuthorizedKey(public))
	forms["public_key_fingerprint_md5"] = ssh.FingerprintLegacyMD5(public)
	forms["public_key_fingerprint_sha256"] = ssh.FingerprintSHA256(public)
	return nil
}

// hasSSHForm is false for P-224, which OpenSSH does not have.
func hasSSHForm(key crypto.PublicKey) bool {
	curve, is := key.(*ecdsa.PublicKey)
	return !is || curve.Curve != elliptic.P224()
}

// parseKey reads a private key in any of the three PEM forms.
func parseKey(from string) (crypto.Signer, string, error) {
	block, _ := pem.Decode([]byte(from))
	if block == nil {
		return nil, "", fmt.Errorf("private_key_pem: expected PEM, found %d characters without a block", len(from))
	}
	var key any
	var err error
	switch block.Type {
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	default:
		err = fmt.Errorf("expected a private key, found %s", block.Type)
	}
	if err != nil {
		return nil, "", fmt.Errorf("private_key_pem: %w", err)
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return key, "RSA", nil
	case *ecdsa.PrivateKey:
		return key, "ECDSA", nil
	case ed25519.PrivateKey:
		return key, "ED25519", nil
	}
	return nil, "", fmt.Errorf("private_key_pem: keys of type %T are not supported", key)
}

func encode(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}
