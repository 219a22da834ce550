// Package ext stands in for a nested module of Traefik that is not published: extension points with nothing in them.
package ext

type (
	HTTP       struct{}
	Router     struct{}
	Service    struct{}
	Middleware struct{}
)
