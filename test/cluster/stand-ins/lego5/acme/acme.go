// Package acme has the types of the ACME client that Traefik names.
package acme

type Account struct{}

type ExtendedAccount struct {
	Account
	Location string
}
