package main

import (
	"encoding/json"
	"fmt"

	rbacv1 "k8s.io/api/rbac/v1"
)

// question is one line of input. Which members count depends on its kind.
type question struct {
	// Kind is authorize, rules, covers, confirm or object.
	Kind string `json:"kind"`
	// World is what authorize, rules and confirm are asked about.
	World world `json:"world"`
	// Requests are those that authorize is asked about, all in the same world.
	Requests []request `json:"requests"`
	// User, Groups and Namespace are those of rules and confirm.
	User      string   `json:"user"`
	Groups    []string `json:"groups"`
	Namespace string   `json:"namespace"`
	// Owner and Servant are the two lists of rules that covers compares.
	Owner []rbacv1.PolicyRule `json:"owner"`
	// Servant are the rules that somebody wants to give, for covers and confirm.
	Servant []rbacv1.PolicyRule `json:"servant"`
	// Object is a Role, RoleBinding, ClusterRole or ClusterRoleBinding as a client sends it.
	Object json.RawMessage `json:"object"`
}

// world is every role and binding there is.
type world struct {
	Roles               []*rbacv1.Role               `json:"roles"`
	RoleBindings        []*rbacv1.RoleBinding        `json:"roleBindings"`
	ClusterRoles        []*rbacv1.ClusterRole        `json:"clusterRoles"`
	ClusterRoleBindings []*rbacv1.ClusterRoleBinding `json:"clusterRoleBindings"`
}

func (asked question) answer() any {
	switch asked.Kind {
	case "authorize":
		return asked.World.authorize(asked.Requests)
	case "rules":
		return asked.World.rulesFor(asked.User, asked.Groups, asked.Namespace)
	case "covers":
		return covers(asked.Owner, asked.Servant)
	case "confirm":
		return asked.World.confirm(asked.User, asked.Groups, asked.Namespace, asked.Servant)
	case "object":
		return objectErrors(asked.Object)
	}
	panic(fmt.Sprintf("no such kind of question: %q", asked.Kind))
}
