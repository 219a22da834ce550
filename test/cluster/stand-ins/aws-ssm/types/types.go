// Package types has those of the client that Traefik names.
package types

type InstanceInformationStringFilter struct {
	Key    *string
	Values []string
}

type InstanceInformation struct{ InstanceId, IPAddress *string }
