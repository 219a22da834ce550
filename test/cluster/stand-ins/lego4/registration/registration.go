// Package registration has the types of the ACME client that Traefik names.
package registration

type Resource struct{ URI string }

type RegisterOptions struct{ TermsOfServiceAgreed bool }

type RegisterEABOptions struct {
	TermsOfServiceAgreed bool
	Kid, HmacEncoded     string
}
