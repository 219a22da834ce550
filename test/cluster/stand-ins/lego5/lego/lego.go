// Package lego stands in for the ACME client of Traefik, whose providers for DNS need modules that are not published. Certificates of a
// fleet come from cert-manager: Traefik never asks an ACME server, and every call here says that it cannot.
package lego

import (
	"context"
	"crypto/x509"
	"errors"
	"net/http"
	"time"

	"github.com/go-acme/lego/v5/acme"
	"github.com/go-acme/lego/v5/certificate"
	"github.com/go-acme/lego/v5/challenge"
	"github.com/go-acme/lego/v5/registration"
)

const DirectoryURLLetsEncrypt = "https://acme-v02.api.letsencrypt.org/directory"

var errNoACME = errors.New("this Traefik is built without ACME")

type Config struct {
	CADirURL    string
	UserAgent   string
	HTTPClient  *http.Client
	Certificate struct{ Timeout time.Duration }
}

func NewConfig(any) *Config { return &Config{} }

type Client struct {
	Registration registrar
	Certificate  certifier
	Challenge    solvers
}

func NewClient(*Config) (*Client, error) { return nil, errNoACME }

func CreateCertPool([]string, bool) (*x509.CertPool, error) { return nil, errNoACME }

type registrar struct{}

func (registrar) Register(context.Context, registration.RegisterOptions) (*acme.ExtendedAccount, error) {
	return nil, errNoACME
}

func (registrar) RegisterWithExternalAccountBinding(context.Context, registration.RegisterEABOptions) (*acme.ExtendedAccount, error) {
	return nil, errNoACME
}

type certifier struct{}

func (certifier) Obtain(context.Context, certificate.ObtainRequest) (*certificate.Resource, error) {
	return nil, errNoACME
}

func (certifier) Renew(context.Context, certificate.Resource, *certificate.RenewOptions) (*certificate.Resource, error) {
	return nil, errNoACME
}

type solvers struct{}

func (solvers) SetDNS01Provider(challenge.Provider, ...any) error     { return errNoACME }
func (solvers) SetHTTP01Provider(challenge.Provider, ...any) error    { return errNoACME }
func (solvers) SetTLSALPN01Provider(challenge.Provider, ...any) error { return errNoACME }
