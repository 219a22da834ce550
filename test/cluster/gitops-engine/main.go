// Command gitops-engine says of objects what the application controller of Argo CD says of them: whether what lives differs from what is
// desired, and how healthy it is. It reads lines of JSON, `{"desired": object, "live": object, "options": [sync option]}`, and answers each
// with one line. It puts together what controller/state.go (CompareAppState) and controller/health.go (setApplicationHealth) put together,
// with the settings of an argocd-cm that says nothing, which it reads from the cluster.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"slices"

	"github.com/go-logr/logr"
	"github.com/sirupsen/logrus"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/tracing"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	argodiff "github.com/argoproj/argo-cd/v3/util/argo/diff"
	"github.com/argoproj/argo-cd/v3/util/argo/normalizers"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/argo-cd/v3/util/settings"
)

type question struct {
	Desired *unstructured.Unstructured `json:"desired"`
	Live    *unstructured.Unstructured `json:"live"`
	// Of the Application: its sync options, and its ignoreDifferences.
	Options []string                             `json:"options"`
	Ignore  []v1alpha1.ResourceIgnoreDifferences `json:"ignore"`
}

type difference struct {
	Modified  bool            `json:"modified"`
	Live      json.RawMessage `json:"live,omitempty"`
	Predicted json.RawMessage `json:"predicted,omitempty"`
}

type answer struct {
	// As an Application has it computed, by its sync options.
	Diff *difference `json:"diff,omitempty"`
	// The same where the API server computes it (compare-options: ServerSideDiff=true).
	ServerSideDiff *difference          `json:"serverSideDiff,omitempty"`
	Health         *health.HealthStatus `json:"health,omitempty"`
	Error          string               `json:"error,omitempty"`
}

type judge struct {
	config    *rest.Config
	overrides map[string]v1alpha1.ResourceOverride
	compare   settings.ArgoCDDiffOptions
	// Made for the first comparison: reading the schema of a cluster takes a moment, and health needs none.
	parser  *managedfields.GvkParser
	runner  diff.ServerSideDryRunner
	cleanup func()
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "file with the API server and the credentials")
	namespace := flag.String("namespace", "argocd", "where argocd-cm lies")
	flag.Parse()
	logrus.SetLevel(logrus.WarnLevel)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if err := run(ctx, *kubeconfig, *namespace, os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, kubeconfig, namespace string, in io.Reader, out io.Writer) error {
	j, err := newJudge(ctx, kubeconfig, namespace)
	if err != nil {
		return err
	}
	defer func() { j.cleanup() }()
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return fmt.Errorf("not a question: %w", err)
		}
		if err := encoder.Encode(j.answer(asked)); err != nil {
			return err
		}
	}
	return lines.Err()
}

func newJudge(ctx context.Context, kubeconfig, namespace string) (*judge, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	manager := settings.NewSettingsManager(ctx, client, namespace)
	overrides, err := manager.GetResourceOverrides()
	if err != nil {
		return nil, fmt.Errorf("resource overrides: %w", err)
	}
	compare, err := manager.GetResourceCompareOptions()
	if err != nil {
		return nil, fmt.Errorf("compare options: %w", err)
	}
	return &judge{config: config, overrides: overrides, compare: compare, cleanup: func() {}}, nil
}

// connect reads what comparisons need of the cluster.
func (j *judge) connect() error {
	if j.parser != nil {
		return nil
	}
	kubectl := &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
	_, parser, err := kubectl.LoadOpenAPISchema(j.config)
	if err != nil {
		return fmt.Errorf("OpenAPI schema: %w", err)
	}
	applier, cleanup, err := kubectl.ManageServerSideDiffDryRuns(j.config)
	if err != nil {
		return fmt.Errorf("dry runs: %w", err)
	}
	j.parser, j.runner, j.cleanup = parser, diff.NewK8sServerSideDryRunner(applier), cleanup
	return nil
}

func (j *judge) answer(asked question) answer {
	var said answer
	var err error
	if asked.Live != nil {
		if said.Health, err = health.GetResourceHealth(asked.Live, lua.ResourceHealthOverrides(j.overrides)); err != nil {
			return answer{Error: err.Error()}
		}
	}
	if asked.Desired == nil {
		return said
	}
	if err := j.connect(); err != nil {
		return answer{Error: err.Error()}
	}
	if said.Diff, err = j.difference(asked, false); err != nil {
		return answer{Error: err.Error()}
	}
	if said.ServerSideDiff, err = j.difference(asked, true); err != nil {
		return answer{Error: err.Error()}
	}
	return said
}

func (j *judge) difference(asked question, serverSide bool) (*difference, error) {
	// Each comparison changes what it is given.
	config, err := argodiff.NewDiffConfigBuilder().
		WithDiffSettings(asked.Ignore, j.overrides, j.compare.IgnoreAggregatedRoles, normalizers.IgnoreNormalizerOpts{}).
		WithTracking(common.LabelKeyAppInstance, string(v1alpha1.TrackingMethodAnnotation)).
		WithNoCache().
		WithGVKParser(j.parser).
		WithManager(common.ArgoCDSSAManager).
		WithStructuredMergeDiff(slices.Contains(asked.Options, "ServerSideApply=true")).
		WithServerSideDiff(serverSide).
		WithServerSideDryRunner(j.runner).
		WithLogger(logr.Discard()).
		Build()
	if err != nil {
		return nil, err
	}
	found, err := argodiff.StateDiff(asked.Live.DeepCopy(), asked.Desired.DeepCopy(), config)
	if err != nil {
		return nil, err
	}
	said := &difference{Modified: found.Modified}
	if found.Modified {
		said.Live, said.Predicted = found.NormalizedLive, found.PredictedLive
	}
	return said, nil
}
