// Package tlsalpn01 has what Traefik names of the client's package.
package tlsalpn01

import (
	"errors"
	"time"
)

const ACMETLS1Protocol = "acme-tls/1"

func SetDelay(time.Duration) any { return nil }

func ChallengeBlocks(string, string) ([]byte, []byte, error) {
	return nil, nil, errors.New("this Traefik is built without ACME")
}
