// The Dockerfile oracle says what builders make of a Dockerfile: BuildKit's own parser and its own conversion to build steps, and
// the library that buildah and podman read with; the steps are carried out with what BuildKit's workers copy with. It reads one case a line from its standard input and
// answers each with one line.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

type file struct {
	Content string `json:"content"`
	Mode    uint32 `json:"mode"`
	Link    string `json:"link,omitempty"`
}

type request struct {
	Dockerfile string            `json:"dockerfile"`
	BuildArgs  map[string]string `json:"buildArgs"`
	// By path within the build context; the one before, if left out.
	Context map[string]file `json:"context"`
	// The text of the ignore file that BuildKit would read.
	Ignore      string `json:"ignore"`
	Destination string `json:"destination"`
}

type entry struct {
	Kind    string `json:"kind"`
	Mode    uint32 `json:"mode"`
	UID     int    `json:"uid"`
	GID     int    `json:"gid"`
	Content string `json:"content,omitempty"`
}

type heredoc struct {
	Name string `json:"name"`
}

type instruction struct {
	Keyword  string    `json:"keyword"`
	Line     int       `json:"line"`
	Flags    []string  `json:"flags"`
	Words    []string  `json:"words"`
	Heredocs []heredoc `json:"heredocs"`
}

type answer struct {
	// Why BuildKit makes no image of it.
	Refused      string        `json:"refused,omitempty"`
	Instructions []instruction `json:"instructions,omitempty"`
	// The front end that a syntax directive names.
	Syntax string `json:"syntax,omitempty"`
	// What stands at the destination, on the way to it and below it, by path.
	Tree map[string]entry `json:"tree,omitempty"`
	// The same from the library of buildah and podman; nothing where it makes no image.
	Buildah map[string]entry `json:"buildah,omitempty"`
	// Why it makes none.
	BuildahRefused string `json:"buildahRefused,omitempty"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	decoder := json.NewDecoder(in)
	encoder := json.NewEncoder(out)
	place := &workplace{}
	defer place.remove()
	for decoder.More() {
		var asked request
		if err := decoder.Decode(&asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := encoder.Encode(judge(asked, place)); err != nil {
			os.Exit(1)
		}
		out.Flush()
	}
}

func judge(asked request, place *workplace) (given answer) {
	defer func() {
		if panicked := recover(); panicked != nil {
			given.Refused = fmt.Sprintf("panic: %v", panicked)
		}
	}()
	if err := place.take(asked.Context); err != nil {
		given.Refused = err.Error()
		return given
	}
	if tree, err := buildLikeBuildah(asked, place); err != nil {
		given.BuildahRefused = err.Error()
	} else {
		given.Buildah = tree
	}
	if err := read(asked, &given); err != nil {
		given.Refused = err.Error()
		return given
	}
	tree, err := build(asked, place)
	if err != nil {
		given.Refused = err.Error()
		return given
	}
	given.Tree = tree
	return given
}
