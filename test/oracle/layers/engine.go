package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/containerd/containerd/v2/pkg/archive"
	docker "github.com/moby/go-archive"
	podman "go.podman.io/storage/pkg/archive"
	"golang.org/x/sys/unix"
)

// engine is one program's way from an image's blobs to a container's files.
type engine struct {
	name string
	// Whether each layer has a directory of its own, of which the kernel's overlay makes one.
	overlay bool
	// Whether the program changes its root to the directory first.
	chroots bool
	// The file mode creation mask that the program sets or is started with.
	umask int
	// unpack lays one archive on a directory; parents are the directories below it, topmost first.
	unpack func(directory string, layer io.Reader, parents []string) error
}

// project is a body of code that takes the compression off layers in one way, for several ways of unpacking.
type project struct {
	name string
	open opener
	// Whether its archives are the ones that archive/tar is asked about.
	judges bool
	// Whether each layer is recorded with tar-split.
	records bool
	engines []engine
}

var projects = []project{
	{name: "docker", open: openDocker, judges: true, records: true, engines: []engine{
		{name: "plain", chroots: true, umask: 0o022, unpack: unpackPlainly},
		{name: "docker", chroots: true, unpack: dockerInto},
		{name: "docker-overlay", overlay: true, chroots: true, unpack: dockerBeside},
	}},
	{name: "containerd", open: openContainerd, engines: []engine{
		{name: "containerd", umask: 0o022, unpack: containerdInto},
		{name: "containerd-overlay", overlay: true, umask: 0o022, unpack: containerdBeside},
	}},
	{name: "umoci", open: openUmoci, engines: []engine{
		{name: "umoci", umask: 0o022, unpack: umociInto},
	}},
	{name: "podman", open: openPodman, records: true, engines: []engine{
		{name: "podman", chroots: true, umask: 0o022, unpack: podmanInto},
		{name: "podman-overlay", overlay: true, chroots: true, umask: 0o022, unpack: podmanBeside},
	}},
}

func containerdInto(directory string, layer io.Reader, _ []string) error {
	_, err := archive.Apply(context.Background(), directory, layer)
	return err
}

// containerdBeside does as containerd's overlay snapshotter: the lowest layer is laid on a plain directory.
func containerdBeside(directory string, layer io.Reader, parents []string) error {
	if len(parents) == 0 {
		return containerdInto(directory, layer, nil)
	}
	convert := archive.WithConvertWhiteout(archive.OverlayConvertWhiteout)
	_, err := archive.Apply(context.Background(), directory, layer, convert, archive.WithParents(parents))
	return err
}

func dockerInto(directory string, layer io.Reader, _ []string) error {
	_, err := docker.UnpackLayer(directory, layer, &docker.TarOptions{})
	return err
}

func dockerBeside(directory string, layer io.Reader, _ []string) error {
	return docker.Unpack(layer, directory, &docker.TarOptions{WhiteoutFormat: docker.OverlayWhiteoutFormat})
}

func podmanInto(directory string, layer io.Reader, _ []string) error {
	_, err := podman.UnpackLayer(directory, layer, &podman.TarOptions{})
	return err
}

func podmanBeside(directory string, layer io.Reader, _ []string) error {
	return podman.Unpack(layer, directory, &podman.TarOptions{WhiteoutFormat: podman.OverlayWhiteoutFormat})
}

// show unpacks a case's archives as the engine does, and looks at what a container of it has.
func (e *engine) show(p *place, each *imageCase, archives [][]byte) (found *state, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			found, err = nil, fmt.Errorf("panic: %v", fault)
		}
	}()
	unix.Umask(e.umask)
	var lower []string
	for at, archive := range archives {
		if len(lower) == 0 || e.overlay {
			directory, err := p.fresh()
			if err != nil {
				return nil, err
			}
			lower = slices.Insert(lower, 0, directory)
		}
		if err := e.layer(p, lower[0], archive, lower[1:]); err != nil {
			return nil, &layerError{at, err}
		}
	}
	if e.overlay {
		return lookAtOverlay(p, lower, each)
	}
	return look(p, lower[0], each)
}

func (e *engine) layer(p *place, directory string, archive []byte, parents []string) error {
	layer := bytes.NewReader(archive)
	if e.chroots {
		return p.inside(directory, func() error { return e.unpack("/", layer, parents) })
	}
	return e.unpack(directory, layer, parents)
}
