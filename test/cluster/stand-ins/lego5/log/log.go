// Package log has what Traefik sets of the client's package.
package log

import "log/slog"

func SetDefault(*slog.Logger) {}
