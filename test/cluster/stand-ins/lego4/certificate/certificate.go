// Package certificate has the types of the ACME client that Traefik names.
package certificate

type Resource struct {
	Domain                  string
	PrivateKey, Certificate []byte
}

type ObtainRequest struct {
	Domains        []string
	Bundle         bool
	PreferredChain string
}

type RenewOptions struct {
	Bundle         bool
	PreferredChain string
}
