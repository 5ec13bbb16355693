package tls

import (
	"crypto/x509/pkix"
	"encoding/asn1"

	"bingo-on-yandex-cloud/provider/backend"
)

// emailAddress of PKCS #9, which crypto/x509 has no field for.
var emailAddress = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}

// subject is empty without such a block.
func subject(planned backend.Object) (name pkix.Name) {
	blocks, _ := planned["subject"].([]any)
	if len(blocks) == 0 {
		return name
	}
	block, _ := blocks[0].(backend.Object)
	for argument, field := range map[string]*[]string{
		"organization":        &name.Organization,
		"organizational_unit": &name.OrganizationalUnit,
		"locality":            &name.Locality,
		"province":            &name.Province,
		"country":             &name.Country,
		"postal_code":         &name.PostalCode,
	} {
		if given := text(block, argument); given != "" {
			*field = []string{given}
		}
	}
	name.CommonName = text(block, "common_name")
	name.SerialNumber = text(block, "serial_number")
	name.StreetAddress = texts(block, "street_address")
	if email := text(block, "email_address"); email != "" {
		// An IA5String: an @ has no place in the PrintableString that would be taken by default.
		value := asn1.RawValue{Class: asn1.ClassUniversal, Tag: asn1.TagIA5String, Bytes: []byte(email)}
		name.ExtraNames = append(name.ExtraNames, pkix.AttributeTypeAndValue{Type: emailAddress, Value: value})
	}
	return name
}
