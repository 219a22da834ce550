// Package log has what Traefik sets of the client's package.
package log

var Logger any
