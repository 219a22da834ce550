// Package dns01 has what Traefik names of the client's package, and of its code what TLS uses too.
package dns01

import "time"

func CondOption(bool, any) any { return nil }

func AddRecursiveNameservers([]string) any { return nil }

func PropagationWait(time.Duration, bool) any { return nil }

// UnFqdn is the client's own: names without the trailing dot.
func UnFqdn(name string) string {
	n := len(name)
	if n != 0 && name[n-1] == '.' {
		return name[:n-1]
	}

	return name
}
