package main

import (
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// read fills in the instructions as BuildKit's parser sees them.
func read(asked request, given *answer) error {
	if syntax, _, _, ok := parser.DetectSyntax([]byte(asked.Dockerfile)); ok {
		given.Syntax = syntax
	}
	parsed, err := parser.Parse(strings.NewReader(asked.Dockerfile))
	if err != nil {
		return err
	}
	for _, node := range parsed.AST.Children {
		one := instruction{
			Keyword:  strings.ToUpper(node.Value),
			Line:     node.StartLine,
			Flags:    append([]string{}, node.Flags...),
			Words:    []string{},
			Heredocs: []heredoc{},
		}
		for next := node.Next; next != nil; next = next.Next {
			one.Words = append(one.Words, next.Value)
		}
		for _, each := range node.Heredocs {
			one.Heredocs = append(one.Heredocs, heredoc{each.Name})
		}
		given.Instructions = append(given.Instructions, one)
	}
	_, _, err = instructions.Parse(parsed.AST, nil)
	return err
}
