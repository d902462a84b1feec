package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/patternmatcher/ignorefile"
	digest "github.com/opencontainers/go-digest"
	"github.com/tonistiigi/fsutil"
	"github.com/tonistiigi/fsutil/types"
)

// baseConfig is the config of every base image: a user of its own and a working directory, so that whoever forgets that a base
// has them is wrong.
const baseConfig = `{"architecture":"amd64","os":"linux","config":{"User":"1000","WorkingDir":"/opt","Env":["PATH=/bin"]},` +
	`"rootfs":{"type":"layers","diff_ids":["sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"]}}`

type resolver struct{}

func (resolver) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	return ref, "", []byte(baseConfig), nil
}

// workplace keeps a build context on the disk from one case to the next.
type workplace struct {
	context string
}

func (w *workplace) remove() {
	os.RemoveAll(w.context)
}

func (w *workplace) take(files map[string]file) error {
	if files == nil {
		return nil
	}
	w.remove()
	context, err := os.MkdirTemp(scratch(), "oracle-context-")
	if err != nil {
		return err
	}
	w.context = context
	return writeContext(context, files)
}

// prepare makes a directory to work in, and gives the context as a builder sees it.
func (w *workplace) prepare(asked request) (place, seen string, err error) {
	place, err = os.MkdirTemp(scratch(), "oracle-")
	if err != nil || asked.Ignore == "" {
		return place, w.context, err
	}
	seen = filepath.Join(place, "seen")
	if err := filterContext(context.Background(), w.context, seen, asked.Ignore); err != nil {
		os.RemoveAll(place)
		return "", "", err
	}
	return place, seen, nil
}

var capabilities = pb.Caps.CapSet(pb.Caps.All())

// build converts the Dockerfile and carries its steps out; it gives what stands at the destination.
func build(asked request, work *workplace) (map[string]entry, error) {
	ctx := context.Background()
	place, seen, err := work.prepare(asked)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(place)
	platform := platforms.MustParse("linux/amd64")
	main := llb.Local("context")
	result, err := dockerfile2llb.Dockerfile2LLB(ctx, []byte(asked.Dockerfile), dockerfile2llb.ConvertOpt{
		Config:         dockerui.Config{BuildArgs: asked.BuildArgs},
		MainContext:    &main,
		TargetPlatform: &platform,
		MetaResolver:   resolver{},
		LLBCaps:        &capabilities,
	})
	if err != nil {
		return nil, err
	}
	definition, err := result.State.Marshal(ctx, llb.LinuxAmd64)
	if err != nil {
		return nil, err
	}
	solver := &solver{place: place, context: seen, destination: asked.Destination, done: map[string][]string{}}
	root, err := solver.solve(ctx, definition.Def)
	if err != nil {
		return nil, err
	}
	return look(root, asked.Destination)
}

func scratch() string {
	if found, err := os.Stat("/dev/shm"); err == nil && found.IsDir() {
		return "/dev/shm"
	}
	return ""
}

func writeContext(root string, files map[string]file) error {
	if err := os.MkdirAll(root, 0o755); err != nil {
		return err
	}
	for path, each := range files {
		target := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if each.Link != "" {
			if err := os.Symlink(each.Link, target); err != nil {
				return err
			}
			continue
		}
		if err := os.WriteFile(target, []byte(each.Content), 0o644); err != nil {
			return err
		}
		if err := os.Chmod(target, os.FileMode(each.Mode)); err != nil {
			return err
		}
	}
	return nil
}

// filterContext copies what a builder is sent of the context.
func filterContext(ctx context.Context, from, to, ignore string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	patterns, err := ignorefile.ReadAll(strings.NewReader(ignore))
	if err != nil {
		return err
	}
	whole, err := fsutil.NewFS(from)
	if err != nil {
		return err
	}
	filtered, err := fsutil.NewFilterFS(whole, &fsutil.FilterOpt{ExcludePatterns: patterns})
	if err != nil {
		return err
	}
	return filtered.Walk(ctx, "", func(path string, found os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := found.Info()
		if err != nil {
			return err
		}
		target := filepath.Join(to, path)
		switch {
		case info.IsDir():
			return os.MkdirAll(target, info.Mode().Perm())
		case info.Mode()&os.ModeSymlink != 0:
			return os.Symlink(info.Sys().(*types.Stat).Linkname, target)
		}
		content, err := os.ReadFile(filepath.Join(from, path))
		if err != nil {
			return err
		}
		if err := os.WriteFile(target, content, 0o600); err != nil {
			return err
		}
		return os.Chmod(target, info.Mode().Perm())
	})
}
