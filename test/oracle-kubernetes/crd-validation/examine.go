package main

import (
	"context"
	"fmt"
	"math"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	servervalidation "k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

type question struct {
	CRD    v1.CustomResourceDefinition `json:"crd"`
	Object wireObject                  `json:"object"`
	Old    wireObject                  `json:"old"`
}

// wireObject is an object with its whole numbers as integers, as the API server reads them.
type wireObject map[string]any

func (object *wireObject) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, (*map[string]any)(object))
}

type answer struct {
	Errors []string       `json:"errors"`
	Pruned []string       `json:"pruned"`
	Object map[string]any `json:"object,omitempty"`
}

func examine(asked question) answer {
	definition := asked.CRD
	v1.SetDefaults_CustomResourceDefinition(&definition)
	var internal apiextensions.CustomResourceDefinition
	if err := v1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&definition, &internal, nil); err != nil {
		return answer{Errors: []string{err.Error()}}
	}
	found := texts(validation.ValidateCustomResourceDefinition(context.Background(), &internal))
	if len(found) > 0 || asked.Object == nil {
		return answer{Errors: found}
	}
	return examineObject(&internal, asked)
}

// examineObject does what the server does with a request for an object: prunes, sets defaults, and validates.
func examineObject(definition *apiextensions.CustomResourceDefinition, asked question) answer {
	schema := schemaOf(definition)
	shape, err := structural.NewStructural(schema)
	if err != nil {
		return answer{Errors: []string{err.Error()}}
	}
	object := map[string]any(asked.Object)
	options := structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	pruned := pruning.PruneWithOptions(object, shape, true, options)
	defaulting.Default(object, shape)
	validator, _, err := servervalidation.NewSchemaValidator(schema)
	if err != nil {
		return answer{Errors: []string{err.Error()}}
	}
	errors := servervalidation.ValidateCustomResource(nil, object, validator)
	if asked.Old != nil {
		rules := cel.NewValidator(shape, true, celconfig.PerCallLimit)
		broken, _ := rules.Validate(context.Background(), field.NewPath(""), shape, object, map[string]any(asked.Old), math.MaxInt64)
		errors = append(errors, broken...)
	}
	return answer{Errors: texts(errors), Pruned: pruned, Object: object}
}

func schemaOf(definition *apiextensions.CustomResourceDefinition) *apiextensions.JSONSchemaProps {
	if definition.Spec.Validation != nil {
		return definition.Spec.Validation.OpenAPIV3Schema
	}
	return definition.Spec.Versions[0].Schema.OpenAPIV3Schema
}

func texts(errors field.ErrorList) []string {
	found := []string{}
	for _, one := range errors {
		found = append(found, fmt.Sprint(one))
	}
	return found
}
