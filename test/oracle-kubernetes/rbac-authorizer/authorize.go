package main

import (
	"context"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/component-helpers/auth/rbac/validation"
	registry "k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
)

// request is what somebody wants to do.
type request struct {
	User        string   `json:"user"`
	Groups      []string `json:"groups"`
	Verb        string   `json:"verb"`
	Namespace   string   `json:"namespace"`
	APIGroup    string   `json:"apiGroup"`
	Resource    string   `json:"resource"`
	Subresource string   `json:"subresource"`
	Name        string   `json:"name"`
	// Path is that of a request for no resource, which Resource being empty means.
	Path string `json:"path"`
}

func (asked request) attributes() authorizer.Attributes {
	return authorizer.AttributesRecord{
		User:            &user.DefaultInfo{Name: asked.User, Groups: asked.Groups},
		Verb:            asked.Verb,
		Namespace:       asked.Namespace,
		APIGroup:        asked.APIGroup,
		APIVersion:      "*",
		Resource:        asked.Resource,
		Subresource:     asked.Subresource,
		Name:            asked.Name,
		ResourceRequest: asked.Path == "",
		Path:            asked.Path,
	}
}

// authorize says of each request whether it is allowed.
func (all world) authorize(requests []request) []bool {
	_, static := registry.NewTestRuleResolver(all.Roles, all.RoleBindings, all.ClusterRoles, all.ClusterRoleBindings)
	judge := rbac.New(static, static, static, static)
	answers := make([]bool, 0, len(requests))
	for _, asked := range requests {
		decision, _, err := judge.Authorize(context.Background(), asked.attributes())
		answers = append(answers, err == nil && decision == authorizer.DecisionAllow)
	}
	return answers
}

// rulesFor lists every rule that somebody has in a namespace.
func (all world) rulesFor(name string, groups []string, namespace string) []rbacv1.PolicyRule {
	resolver, _ := registry.NewTestRuleResolver(all.Roles, all.RoleBindings, all.ClusterRoles, all.ClusterRoleBindings)
	// A binding to a role that does not exist is an error beside the rules that were found.
	rules, _ := resolver.RulesFor(context.Background(), &user.DefaultInfo{Name: name, Groups: groups}, namespace)
	return rules
}

// coverage is whether one list of rules is contained in another, and what is left of it otherwise.
type coverage struct {
	Covered bool                `json:"covered"`
	Missing []rbacv1.PolicyRule `json:"missing"`
}

func covers(owner, servant []rbacv1.PolicyRule) coverage {
	covered, missing := validation.Covers(owner, servant)
	return coverage{Covered: covered, Missing: missing}
}

// confirm says whether somebody may give rules away, as creating a role or binding asks.
func (all world) confirm(name string, groups []string, namespace string, rules []rbacv1.PolicyRule) bool {
	resolver, _ := registry.NewTestRuleResolver(all.Roles, all.RoleBindings, all.ClusterRoles, all.ClusterRoleBindings)
	ctx := genericapirequest.WithNamespace(context.Background(), namespace)
	ctx = genericapirequest.WithUser(ctx, &user.DefaultInfo{Name: name, Groups: groups})
	err := registry.ConfirmNoEscalation(ctx, resolver, rules)
	if err != nil && !strings.Contains(err.Error(), "permissions not currently held") {
		panic(err)
	}
	return err == nil
}
