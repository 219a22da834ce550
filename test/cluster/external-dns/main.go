// Command external-dns is ExternalDNS of the pinned version, as main.go of sigs.k8s.io/external-dns builds it.
package main

import (
	_ "k8s.io/client-go/plugin/pkg/client/auth"
	"sigs.k8s.io/external-dns/controller"
)

func main() {
	controller.Execute()
}
