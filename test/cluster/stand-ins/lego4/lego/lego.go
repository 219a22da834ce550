// Package lego stands in for the ACME client of Traefik and its providers for DNS, of which there are a hundred with a module each.
// Certificates of a fleet come from cert-manager: Traefik never asks an ACME server, and every call here says that it cannot.
package lego

import (
	"errors"

	"github.com/go-acme/lego/v4/certcrypto"
	"github.com/go-acme/lego/v4/certificate"
	"github.com/go-acme/lego/v4/challenge"
	"github.com/go-acme/lego/v4/registration"
)

const LEDirectoryProduction = "https://acme-v02.api.letsencrypt.org/directory"

var errNoACME = errors.New("this Traefik is built without ACME")

type Config struct {
	CADirURL    string
	UserAgent   string
	Certificate struct{ KeyType certcrypto.KeyType }
}

func NewConfig(any) *Config { return &Config{} }

type Client struct {
	Registration registrar
	Certificate  certifier
	Challenge    solvers
}

func NewClient(*Config) (*Client, error) { return nil, errNoACME }

type registrar struct{}

func (registrar) Register(registration.RegisterOptions) (*registration.Resource, error) {
	return nil, errNoACME
}

func (registrar) RegisterWithExternalAccountBinding(registration.RegisterEABOptions) (*registration.Resource, error) {
	return nil, errNoACME
}

type certifier struct{}

func (certifier) Obtain(certificate.ObtainRequest) (*certificate.Resource, error) {
	return nil, errNoACME
}

func (certifier) RenewWithOptions(certificate.Resource, *certificate.RenewOptions) (*certificate.Resource, error) {
	return nil, errNoACME
}

type solvers struct{}

func (solvers) SetDNS01Provider(challenge.Provider, ...any) error { return errNoACME }
func (solvers) SetHTTP01Provider(challenge.Provider) error        { return errNoACME }
func (solvers) SetTLSALPN01Provider(challenge.Provider) error     { return errNoACME }
