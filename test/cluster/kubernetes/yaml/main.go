// Reads a JSON list of texts and prints what Kubernetes makes of each. With the argument "documents" a text is one document of YAML, which
// sigs.k8s.io/yaml turns into JSON; with "streams" it is what the API server and kubectl are handed in, of which k8s.io/apimachinery reads one
// document after the other.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	machinery "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// What was read, and why no more was.
type answer struct {
	Values []json.RawMessage `json:"values"`
	Error  string            `json:"error,omitempty"`
}

func main() {
	read := map[string]func(string) answer{"documents": document, "streams": stream}[os.Args[1]]
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		fail(err)
	}
	answers := make([]answer, len(texts))
	for i, text := range texts {
		answers[i] = read(text)
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func document(text string) answer {
	value, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return answer{Values: []json.RawMessage{}, Error: err.Error()}
	}
	return answer{Values: []json.RawMessage{value}}
}

// As k8s.io/cli-runtime/pkg/resource (StreamVisitor) does it.
func stream(text string) answer {
	found := answer{Values: []json.RawMessage{}}
	decoder := machinery.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	for {
		var value json.RawMessage
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			found.Error = err.Error()
			return found
		}
		found.Values = append(found.Values, value)
	}
}
