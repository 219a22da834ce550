// What Kustomize makes of folders: a list of them is read from standard input as JSON, and what each makes, or why it makes nothing, is printed.
// "schema" prints what it knows of kinds instead: which lists it merges by which keys, and which kinds have no namespace.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/openapi"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// What a folder makes, or why it makes nothing.
type answer struct {
	Objects []json.RawMessage `json:"objects"`
	Error   string            `json:"error,omitempty"`
}

func main() {
	var result any
	if len(os.Args) > 1 && os.Args[1] == "schema" {
		result = schema()
	} else {
		var folders []string
		if err := json.NewDecoder(os.Stdin).Decode(&folders); err != nil {
			fail(err)
		}
		answers := make([]answer, len(folders))
		for i, folder := range folders {
			answers[i] = build(folder)
		}
		result = answers
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func build(folder string) (found answer) {
	found.Objects = []json.RawMessage{}
	defer func() {
		if caught := recover(); caught != nil {
			found = answer{Objects: []json.RawMessage{}, Error: fmt.Sprint("panic: ", caught)}
		}
	}()
	made, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		found.Error = err.Error()
		return found
	}
	for _, resource := range made.Resources() {
		text, err := resource.MarshalJSON()
		if err != nil {
			return answer{Objects: []json.RawMessage{}, Error: err.Error()}
		}
		found.Objects = append(found.Objects, text)
	}
	return found
}

// One type: fields that lead to a list that is merged. A list has keys, none where its items are compared whole.
type field struct {
	Of    string   `json:"of,omitempty"`
	Each  string   `json:"each,omitempty"`
	Every string   `json:"-"`
	Keys  []string `json:"keys,omitempty"`
	Set   bool     `json:"set,omitempty"`
}

type known struct {
	Cluster []string                    `json:"cluster"`
	Kinds   map[string]string           `json:"kinds"`
	Types   map[string]map[string]field `json:"types"`
}

func schema() known {
	openapi.SchemaForResourceType(typeMeta("v1", "Pod"))
	definitions := openapi.Schema().Definitions
	types := map[string]map[string]field{}
	for name, definition := range definitions {
		types[name] = map[string]field{}
		for key, property := range definition.Properties {
			if found, ok := fieldOf(property); ok {
				types[name][key] = found
			}
		}
	}
	// Fields that lead to no list that is merged say nothing.
	useful := map[string]bool{}
	leads := func(one field) bool { return one.Set || len(one.Keys) > 0 || useful[one.Of+one.Each+one.Every] }
	for count := -1; count != len(useful); {
		count = len(useful)
		for name, fields := range types {
			for _, one := range fields {
				if leads(one) {
					useful[name] = true
				}
			}
		}
	}
	for _, fields := range types {
		for key, one := range fields {
			if !leads(one) {
				delete(fields, key)
			} else if one.Every != "" {
				fail(fmt.Errorf("a map of what has lists to merge is not foreseen: %s", key))
			} else if one.Each != "" && !useful[one.Each] {
				one.Each = ""
				fields[key] = one
			}
		}
	}
	found := known{Cluster: []string{}, Kinds: map[string]string{}, Types: map[string]map[string]field{}}
	for name, definition := range definitions {
		for _, each := range kindsOf(definition) {
			if len(types[name]) > 0 {
				found.Kinds[each] = name
			}
			apiVersion, kind := each[:strings.LastIndex(each, "/")], each[strings.LastIndex(each, "/")+1:]
			if openapi.IsCertainlyClusterScoped(typeMeta(apiVersion, kind)) {
				found.Cluster = append(found.Cluster, each)
			}
		}
	}
	sort.Strings(found.Cluster)
	for name, fields := range types {
		if len(fields) > 0 {
			found.Types[name] = fields
		}
	}
	return found
}

func typeMeta(apiVersion, kind string) yaml.TypeMeta {
	return yaml.TypeMeta{APIVersion: apiVersion, Kind: kind}
}

func kindsOf(definition spec.Schema) (found []string) {
	list, _ := definition.Extensions["x-kubernetes-group-version-kind"].([]any)
	for _, one := range list {
		each := one.(map[string]any)
		apiVersion := each["version"].(string)
		if group := each["group"].(string); group != "" {
			apiVersion = group + "/" + apiVersion
		}
		found = append(found, apiVersion+"/"+each["kind"].(string))
	}
	return found
}

func fieldOf(property spec.Schema) (field, bool) {
	if name := nameOf(property); name != "" {
		return field{Of: name}, true
	}
	if property.AdditionalProperties != nil && property.AdditionalProperties.Schema != nil && nameOf(*property.AdditionalProperties.Schema) != "" {
		return field{Every: nameOf(*property.AdditionalProperties.Schema)}, true
	}
	if property.Items == nil {
		return field{}, false
	}
	found := field{Each: nameOf(*property.Items.Schema)}
	of := openapi.ResourceSchema{Schema: &property}
	if strategy, keys := of.PatchStrategyAndKeyList(); strings.Contains(","+strategy+",", ",merge,") {
		found.Keys = keys
		found.Set = len(keys) == 0
	}
	return found, found.Each != "" || found.Set || len(found.Keys) > 0
}

func nameOf(property spec.Schema) string {
	return strings.TrimPrefix(property.Ref.String(), "#/definitions/")
}
