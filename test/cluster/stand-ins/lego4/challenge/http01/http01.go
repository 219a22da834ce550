// Package http01 has what Traefik names of the client's package.
package http01

func ChallengePath(string) string { return "/.well-known/acme-challenge/" }
