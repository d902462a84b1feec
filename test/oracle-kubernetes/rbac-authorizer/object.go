package main

import (
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/kubernetes/pkg/apis/rbac"
	"k8s.io/kubernetes/pkg/apis/rbac/install"
	"k8s.io/kubernetes/pkg/apis/rbac/validation"
)

// objectErrors lists what an API server has against an object: strict decoding, defaults, and the validation of its kind.
func objectErrors(sent []byte) []string {
	scheme := runtime.NewScheme()
	install.Install(scheme)
	codecs := serializer.NewCodecFactory(scheme, serializer.EnableStrict)
	object, err := runtime.Decode(codecs.UniversalDecoder(rbac.SchemeGroupVersion), sent)
	if err != nil {
		return []string{err.Error()}
	}
	var faults field.ErrorList
	switch known := object.(type) {
	case *rbac.Role:
		faults = validation.ValidateRole(known)
	case *rbac.RoleBinding:
		faults = validation.ValidateRoleBinding(known)
	case *rbac.ClusterRole:
		faults = validation.ValidateClusterRole(known, validation.ClusterRoleValidationOptions{})
	case *rbac.ClusterRoleBinding:
		faults = validation.ValidateClusterRoleBinding(known)
	default:
		return []string{"this is no role and no binding"}
	}
	messages := []string{}
	for _, fault := range faults {
		messages = append(messages, fault.Error())
	}
	return messages
}
