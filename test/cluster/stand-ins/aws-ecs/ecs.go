// Package ecs stands in for a client of Amazon's, which is large, with what the provider for ECS names. No fleet uses that provider.
package ecs

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
)

var errNoECS = errors.New("this Traefik is built without ECS")

type Client struct{}

func NewFromConfig(any) *Client { return &Client{} }

type paginator[Page any] struct{}

func (paginator[Page]) HasMorePages() bool { return true }

func (paginator[Page]) NextPage(context.Context) (*Page, error) { return nil, errNoECS }

type ListClustersInput struct{}

type ListClustersOutput struct{ ClusterArns []string }

func NewListClustersPaginator(*Client, *ListClustersInput) paginator[ListClustersOutput] {
	return paginator[ListClustersOutput]{}
}

type ListTasksInput struct {
	Cluster       *string
	DesiredStatus types.DesiredStatus
}

type ListTasksOutput struct{ TaskArns []string }

func NewListTasksPaginator(*Client, *ListTasksInput) paginator[ListTasksOutput] {
	return paginator[ListTasksOutput]{}
}

type DescribeTasksInput struct {
	Tasks   []string
	Cluster *string
}

type DescribeTasksOutput struct{ Tasks []types.Task }

func (*Client) DescribeTasks(context.Context, *DescribeTasksInput) (*DescribeTasksOutput, error) {
	return nil, errNoECS
}

type DescribeContainerInstancesInput struct {
	ContainerInstances []string
	Cluster            *string
}

type DescribeContainerInstancesOutput struct {
	ContainerInstances []types.ContainerInstance
}

func (*Client) DescribeContainerInstances(context.Context, *DescribeContainerInstancesInput) (*DescribeContainerInstancesOutput, error) {
	return nil, errNoECS
}

type DescribeTaskDefinitionInput struct{ TaskDefinition *string }

type DescribeTaskDefinitionOutput struct{ TaskDefinition *types.TaskDefinition }

func (*Client) DescribeTaskDefinition(context.Context, *DescribeTaskDefinitionInput) (*DescribeTaskDefinitionOutput, error) {
	return nil, errNoECS
}
