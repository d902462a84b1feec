package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	docker "github.com/fsouza/go-dockerclient"
	"github.com/moby/buildkit/solver/pb"
	"github.com/openshift/imagebuilder"
)

// buildLikeBuildah reads the Dockerfile with the library that buildah and podman read it with, and carries its steps out.
func buildLikeBuildah(asked request, work *workplace) (tree map[string]entry, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = errors.New("the library panicked")
		}
	}()
	place, seen, err := work.prepare(asked)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(place)
	node, err := imagebuilder.ParseDockerfile(strings.NewReader(asked.Dockerfile))
	if err != nil {
		return nil, err
	}
	builder := imagebuilder.NewBuilder(asked.BuildArgs)
	stages, err := imagebuilder.NewStages(node, builder)
	if err != nil {
		return nil, err
	}
	if len(stages) == 0 {
		return nil, errors.New("no stages")
	}
	executor := &buildahExecutor{
		solver: &solver{place: place, context: seen, destination: asked.Destination},
		named:  map[string]int{},
	}
	for position, stage := range stages {
		if err := executor.stage(position, stage); err != nil {
			return nil, err
		}
	}
	return look(executor.roots[len(stages)-1], asked.Destination)
}

type buildahExecutor struct {
	*solver
	roots   []string
	configs []docker.Config
	named   map[string]int
	current string
}

func (e *buildahExecutor) stage(position int, stage imagebuilder.Stage) error {
	base, err := stage.Builder.From(stage.Node)
	if err != nil {
		return err
	}
	image := &docker.Image{Config: &docker.Config{User: "1000", WorkingDir: "/opt", Env: []string{"PATH=/bin"}}}
	if below, ok := e.named[base]; ok {
		e.current, err = e.clone(e.roots[below])
		image.Config = &e.configs[below]
	} else if base == "scratch" {
		e.current, err = e.empty()
		image.Config = &docker.Config{}
	} else if e.current, err = e.empty(); err == nil {
		err = e.source(e.current, "docker-image://"+base)
	}
	if err != nil {
		return err
	}
	if err := stage.Builder.FromImage(image, stage.Node); err != nil {
		return err
	}
	stage.Builder.RunConfig.Image = base
	for _, child := range stage.Node.Children {
		step := stage.Builder.Step()
		if err := step.Resolve(child); err != nil {
			return err
		}
		if err := stage.Builder.Run(step, e, false); err != nil {
			return err
		}
	}
	e.roots = append(e.roots, e.current)
	e.configs = append(e.configs, *stage.Builder.Config())
	e.named[stage.Name] = position
	return nil
}

func (e *buildahExecutor) Preserve(string) error { return nil }

func (e *buildahExecutor) EnsureContainerPath(path string) error {
	return e.EnsureContainerPathAs(path, "", nil)
}

func (e *buildahExecutor) EnsureContainerPathAs(path, user string, _ *os.FileMode) error {
	owner := &pb.ChownOpt{}
	if id, err := strconv.ParseUint(strings.Split(user, ":")[0], 10, 32); err == nil {
		owner.User = &pb.UserOpt{User: &pb.UserOpt_ByID{ByID: uint32(id)}}
	}
	return makeDirectory(e.current, &pb.FileActionMkDir{Path: path, Mode: 0o755, Owner: owner})
}

func (e *buildahExecutor) Copy(_ []string, copies ...imagebuilder.Copy) error {
	for _, each := range copies {
		if err := e.copy(each); err != nil {
			return err
		}
	}
	return nil
}

func (e *buildahExecutor) copy(each imagebuilder.Copy) error {
	from := e.context
	if each.From != "" {
		position, known := e.named[each.From]
		if !known {
			number, err := strconv.Atoi(each.From)
			position, known = number, err == nil && number < len(e.roots)
		}
		if known {
			from = e.roots[position]
		} else {
			image, err := e.empty()
			if err != nil {
				return err
			}
			if err := e.source(image, "docker-image://"+each.From); err != nil {
				return err
			}
			from = image
		}
	}
	action := &pb.FileActionCopy{
		Dest: each.Dest, Mode: -1, FollowSymlink: true, DirCopyContents: true, AllowWildcard: true, CreateDestPath: true,
		AttemptUnpackDockerCompatibility: each.Download, ExcludePatterns: each.Excludes,
	}
	if each.Chmod != "" {
		mode, err := strconv.ParseUint(each.Chmod, 8, 32)
		if err != nil {
			return err
		}
		action.Mode = int32(mode)
	}
	if each.Chown != "" {
		action.Owner = &pb.ChownOpt{}
		for at, part := range strings.SplitN(each.Chown, ":", 2) {
			id, err := strconv.ParseUint(part, 10, 32)
			if err != nil {
				return err
			}
			user := &pb.UserOpt{User: &pb.UserOpt_ByID{ByID: uint32(id)}}
			if at == 0 {
				action.Owner.User = user
			} else {
				action.Owner.Group = user
			}
		}
	}
	if each.Parents {
		return errors.New("--parents")
	}
	if len(each.Src) > 1 && !strings.HasSuffix(each.Dest, "/") && !strings.HasSuffix(each.Dest, "/.") {
		return errors.New("several sources need a directory")
	}
	for _, source := range each.Src {
		if strings.HasPrefix(source, "<<") && len(each.Files) > 0 {
			continue
		}
		if strings.Contains(source, "://") {
			return errors.New("no network")
		}
		action.Src = source
		if err := e.copyFiles(context.Background(), from, e.current, action); err != nil {
			return err
		}
	}
	if len(each.Files) == 0 {
		return nil
	}
	written, err := e.empty()
	if err != nil {
		return err
	}
	for _, file := range each.Files {
		if err := os.WriteFile(filepath.Join(written, file.Name), []byte(file.Data), 0o644); err != nil {
			return err
		}
		action.Src = "/" + file.Name
		if err := e.copyFiles(context.Background(), written, e.current, action); err != nil {
			return err
		}
	}
	return nil
}

func (e *buildahExecutor) Run(imagebuilder.Run, docker.Config) error {
	root, err := e.tamperWith(e.current)
	e.current = root
	return err
}

func (e *buildahExecutor) UnrecognizedInstruction(step *imagebuilder.Step) error {
	return errors.New("unknown instruction " + step.Command)
}
