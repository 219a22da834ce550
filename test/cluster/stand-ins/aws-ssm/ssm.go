// Package ssm stands in for a client of Amazon's, which is large, with what the provider for ECS names. No fleet uses that provider.
package ssm

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

type Client struct{}

func NewFromConfig(any) *Client { return nil }

type DescribeInstanceInformationInput struct {
	Filters []types.InstanceInformationStringFilter
}

type DescribeInstanceInformationOutput struct {
	InstanceInformationList []types.InstanceInformation
}

type paginator struct{}

func NewDescribeInstanceInformationPaginator(*Client, *DescribeInstanceInformationInput) paginator {
	return paginator{}
}

func (paginator) HasMorePages() bool { return true }

func (paginator) NextPage(context.Context) (*DescribeInstanceInformationOutput, error) {
	return nil, errors.New("this Traefik is built without ECS")
}
