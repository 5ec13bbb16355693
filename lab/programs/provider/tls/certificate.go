package tls

import (
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"time"

	"bingo-on-yandex-cloud/provider/backend"
)

var keyUses = map[string]x509.KeyUsage{
	"digital_signature":  x509.KeyUsageDigitalSignature,
	"content_commitment": x509.KeyUsageContentCommitment,
	"key_encipherment":   x509.KeyUsageKeyEncipherment,
	"data_encipherment":  x509.KeyUsageDataEncipherment,
	"key_agreement":      x509.KeyUsageKeyAgreement,
	"cert_signing":       x509.KeyUsageCertSign,
	"crl_signing":        x509.KeyUsageCRLSign,
	"encipher_only":      x509.KeyUsageEncipherOnly,
	"decipher_only":      x509.KeyUsageDecipherOnly,
}

var extendedUses = map[string]x509.ExtKeyUsage{
	"any_extended":                      x509.ExtKeyUsageAny,
	"server_auth":                       x509.ExtKeyUsageServerAuth,
	"client_auth":                       x509.ExtKeyUsageClientAuth,
	"code_signing":                      x509.ExtKeyUsageCodeSigning,
	"email_protection":                  x509.ExtKeyUsageEmailProtection,
	"ipsec_end_system":                  x509.ExtKeyUsageIPSECEndSystem,
	"ipsec_tunnel":                      x509.ExtKeyUsageIPSECTunnel,
	"ipsec_user":                        x509.ExtKeyUsageIPSECUser,
	"timestamping":                      x509.ExtKeyUsageTimeStamping,
	"ocsp_signing":                      x509.ExtKeyUsageOCSPSigning,
	"microsoft_server_gated_crypto":     x509.ExtKeyUsageMicrosoftServerGatedCrypto,
	"netscape_server_gated_crypto":      x509.ExtKeyUsageNetscapeServerGatedCrypto,
	"microsoft_commercial_code_signing": x509.ExtKeyUsageMicrosoftCommercialCodeSigning,
	"microsoft_kernel_code_signing":     x509.ExtKeyUsageMicrosoftKernelCodeSigning,
}

// makeCertificate makes a certificate that is valid from now on, and everything that is computed from it.
func makeCertificate(planned backend.Object, now time.Time) (backend.Object, error) {
	key, algorithm, err := parseKey(text(planned, "private_key_pem"))
	if err != nil {
		return nil, err
	}
	template, err := request(planned)
	if err != nil {
		return nil, err
	}
	if err := identify(template, planned, key.Public()); err != nil {
		return nil, err
	}
	validity, err := hours(planned, "validity_period_hours")
	if err != nil {
		return nil, err
	}
	template.NotBefore, template.NotAfter = now, now.Add(validity)
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return backend.Object{
		"id":                  template.SerialNumber.String(),
		"cert_pem":            encode("CERTIFICATE", der),
		"key_algorithm":       algorithm,
		"validity_start_time": now.Format(time.RFC3339Nano),
		"validity_end_time":   template.NotAfter.Format(time.RFC3339Nano),
	}, nil
}

// request is what the arguments ask to have certified.
func request(planned backend.Object) (*x509.Certificate, error) {
	template := &x509.Certificate{
		BasicConstraintsValid: true, Subject: subject(planned), DNSNames: texts(planned, "dns_names"),
	}
	for _, one := range texts(planned, "ip_addresses") {
		address := net.ParseIP(one)
		if address == nil {
			return nil, fmt.Errorf("ip_addresses: %q is no IP address", one)
		}
		template.IPAddresses = append(template.IPAddresses, address)
	}
	for _, one := range texts(planned, "uris") {
		address, err := url.Parse(one)
		if err != nil {
			return nil, fmt.Errorf("uris: %w", err)
		}
		template.URIs = append(template.URIs, address)
	}
	return template, addUses(template, texts(planned, "allowed_uses"))
}

func addUses(to *x509.Certificate, names []string) error {
	for _, name := range names {
		use, isUse := keyUses[name]
		extended, isExtended := extendedUses[name]
		switch {
		case isUse:
			to.KeyUsage |= use
		case isExtended:
			to.ExtKeyUsage = append(to.ExtKeyUsage, extended)
		default:
			return fmt.Errorf("allowed_uses: %q is no use of a key", name)
		}
	}
	return nil
}

// identify gives the certificate its numbers and says whether it may sign others.
func identify(template *x509.Certificate, planned backend.Object, key crypto.PublicKey) (err error) {
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 128)); err != nil {
		return err
	}
	template.IsCA = planned["is_ca_certificate"] == true
	if template.IsCA && template.Subject.String() == "" {
		return errors.New("is_ca_certificate: an authority needs a subject")
	}
	if template.IsCA || planned["set_subject_key_id"] == true {
		if template.SubjectKeyId, err = keyID(key); err != nil {
			return err
		}
	}
	if planned["set_authority_key_id"] != true {
		return nil
	}
	if template.SubjectKeyId == nil {
		return errors.New("set_authority_key_id: expected set_subject_key_id or is_ca_certificate as well")
	}
	template.AuthorityKeyId = template.SubjectKeyId
	return nil
}

// keyID is the SHA-1 of the key's bits, method 1 of RFC 5280, 4.2.1.2.
func keyID(key crypto.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return nil, err
	}
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, err
	}
	digest := sha1.Sum(info.Key.Bytes)
	return digest[:], nil
}
