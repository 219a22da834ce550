// Package challenge has the interface of the ACME client that Traefik implements.
package challenge

type Provider interface {
	Present(domain, token, keyAuth string) error
	CleanUp(domain, token, keyAuth string) error
}
