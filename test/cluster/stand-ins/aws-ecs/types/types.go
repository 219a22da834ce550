// Package types has those of the client that Traefik names.
package types

type (
	DesiredStatus     string
	HealthStatus      string
	NetworkMode       string
	TransportProtocol string
)

const (
	DesiredStatusRunning  DesiredStatus     = "RUNNING"
	HealthStatusHealthy   HealthStatus      = "HEALTHY"
	HealthStatusUnhealthy HealthStatus      = "UNHEALTHY"
	NetworkModeAwsvpc     NetworkMode       = "awsvpc"
	TransportProtocolTcp  TransportProtocol = "tcp"
)

type Task struct {
	TaskArn, TaskDefinitionArn, ContainerInstanceArn, LastStatus, Group *string
	HealthStatus                                                        HealthStatus
	Attachments                                                         []struct{}
	Containers                                                          []Container
}

type Container struct {
	Name              *string
	NetworkInterfaces []NetworkInterface
	NetworkBindings   []PortMapping
}

type NetworkInterface struct{ PrivateIpv4Address, Ipv6Address *string }

type PortMapping struct {
	HostPort, ContainerPort *int32
	Protocol                TransportProtocol
}

type ContainerDefinition struct {
	Name         *string
	DockerLabels map[string]string
	PortMappings []PortMapping
}

type TaskDefinition struct {
	NetworkMode          NetworkMode
	ContainerDefinitions []ContainerDefinition
}

type ContainerInstance struct{ Ec2InstanceId, ContainerInstanceArn *string }
