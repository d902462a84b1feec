package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/containerd/continuity/fs"
	"github.com/moby/buildkit/solver/pb"
	digest "github.com/opencontainers/go-digest"
	copier "github.com/tonistiigi/fsutil/copy"
	"google.golang.org/protobuf/proto"
)

// solver carries build steps out on directories. A command is taken to do the worst that it could do.
type solver struct {
	place, context, destination string
	// The directories that each step made, by its digest.
	done map[string][]string
	made int
}

func (s *solver) solve(ctx context.Context, definition [][]byte) (string, error) {
	last := ""
	for _, raw := range definition {
		var op pb.Op
		if err := proto.Unmarshal(raw, &op); err != nil {
			return "", err
		}
		inputs := []string{}
		for _, input := range op.Inputs {
			inputs = append(inputs, s.done[input.Digest][input.Index])
		}
		if op.Op == nil {
			if len(inputs) == 0 {
				return s.empty()
			}
			return inputs[0], nil
		}
		outputs, err := s.run(ctx, &op, inputs)
		if err != nil {
			return "", err
		}
		s.done[string(digest.FromBytes(raw))] = outputs
		last = outputs[0]
	}
	if last == "" {
		return s.empty()
	}
	return last, nil
}

func (s *solver) empty() (string, error) {
	s.made++
	root := filepath.Join(s.place, fmt.Sprint("root", s.made))
	return root, os.Mkdir(root, 0o755)
}

func (s *solver) clone(from string) (string, error) {
	root, err := s.empty()
	if err != nil || from == "" {
		return root, err
	}
	return root, fs.CopyDir(root, from)
}

func (s *solver) run(ctx context.Context, op *pb.Op, inputs []string) ([]string, error) {
	switch step := op.Op.(type) {
	case *pb.Op_Source:
		if strings.HasPrefix(step.Source.Identifier, "local://") {
			return []string{s.context}, nil
		}
		root, err := s.empty()
		if err != nil {
			return nil, err
		}
		return []string{root}, s.source(root, step.Source.Identifier)
	case *pb.Op_Exec:
		return s.tamper(step.Exec, inputs)
	case *pb.Op_Merge:
		return s.merge(inputs)
	case *pb.Op_File:
		return s.files(ctx, step.File, inputs)
	}
	return nil, errors.New("a step that the oracle does not know")
}

// source fills in an image, or what was fetched. An image holds nothing at the destination, which is what the gate leaves out,
// but it holds something everywhere else; an image named evil holds a link to the destination.
func (s *solver) source(root, identifier string) error {
	if !strings.HasPrefix(identifier, "docker-image://") {
		return os.WriteFile(filepath.Join(root, "config.yaml"), []byte("fetched"), 0o644)
	}
	if identifier != strings.ToLower(identifier) {
		return errors.New("the name of an image has no capitals")
	}
	for _, path := range []string{"opt/other/x", "identity/extra.md", "t/extra.md", "t/prompts/extra.md", "p/extra.md", "x/config.yaml", "tool", "app/run.sh"} {
		target := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, []byte("of the image"), 0o644); err != nil {
			return err
		}
	}
	if !strings.Contains(identifier, "evil") {
		return nil
	}
	if err := os.Mkdir(filepath.Join(root, "links"), 0o755); err != nil {
		return err
	}
	return os.Symlink(s.destination, filepath.Join(root, "links/dest"))
}

// tamperWith overwrites every file and plants one at the destination.
func (s *solver) tamperWith(from string) (string, error) {
	root, err := s.clone(from)
	if err != nil {
		return "", err
	}
	err = filepath.WalkDir(root, func(path string, found os.DirEntry, err error) error {
		if err == nil && found.Type().IsRegular() {
			return os.WriteFile(path, []byte("tampered"), 0o644)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	target, err := fs.RootPath(root, s.destination)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(target, 0o755); err == nil {
		os.WriteFile(filepath.Join(target, "planted"), []byte("planted"), 0o644)
	}
	return root, nil
}

func (s *solver) tamper(step *pb.ExecOp, inputs []string) ([]string, error) {
	outputs := []string{}
	for _, mount := range step.Mounts {
		if mount.Output < 0 {
			continue
		}
		from := ""
		if mount.Input >= 0 {
			from = inputs[mount.Input]
		}
		root, err := s.tamperWith(from)
		if err != nil {
			return nil, err
		}
		outputs = append(outputs, root)
	}
	return outputs, nil
}

func (s *solver) files(ctx context.Context, step *pb.FileOp, inputs []string) ([]string, error) {
	made := []string{}
	outputs := map[int64]string{}
	at := func(index int64) string {
		if index < 0 {
			return ""
		}
		if index < int64(len(inputs)) {
			return inputs[index]
		}
		return made[index-int64(len(inputs))]
	}
	for _, action := range step.Actions {
		root, err := s.clone(at(action.Input))
		if err != nil {
			return nil, err
		}
		switch what := action.Action.(type) {
		case *pb.FileAction_Mkdir:
			err = makeDirectory(root, what.Mkdir)
		case *pb.FileAction_Mkfile:
			err = makeFile(root, what.Mkfile)
		case *pb.FileAction_Copy:
			err = s.copyFiles(ctx, at(action.SecondaryInput), root, what.Copy)
		default:
			err = errors.New("a file action that the oracle does not know")
		}
		if err != nil {
			return nil, err
		}
		made = append(made, root)
		if action.Output >= 0 {
			outputs[action.Output] = root
		}
	}
	roots := make([]string, len(outputs))
	for index, root := range outputs {
		roots[index] = root
	}
	return roots, nil
}

// merge lays trees over one another, as layers are.
func (s *solver) merge(inputs []string) ([]string, error) {
	root, err := s.clone(inputs[0])
	if err != nil {
		return nil, err
	}
	for _, over := range inputs[1:] {
		err := filepath.WalkDir(over, func(path string, found os.DirEntry, err error) error {
			if err != nil || path == over {
				return err
			}
			target := filepath.Join(root, strings.TrimPrefix(path, over))
			below, missing := os.Lstat(target)
			if missing == nil && (!found.IsDir() || !below.IsDir()) {
				if err := os.RemoveAll(target); err != nil {
					return err
				}
			}
			info, err := found.Info()
			if err != nil {
				return err
			}
			owner := info.Sys().(*syscall.Stat_t)
			switch {
			case found.IsDir():
				if err := os.MkdirAll(target, 0o755); err != nil {
					return err
				}
			case found.Type()&os.ModeSymlink != 0:
				link, err := os.Readlink(path)
				if err != nil {
					return err
				}
				return os.Symlink(link, target)
			default:
				content, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				if err := os.WriteFile(target, content, 0o600); err != nil {
					return err
				}
			}
			if err := os.Chown(target, int(owner.Uid), int(owner.Gid)); err != nil {
				return err
			}
			return os.Chmod(target, info.Mode().Perm())
		})
		if err != nil {
			return nil, err
		}
	}
	return []string{root}, nil
}

func chowner(owner *pb.ChownOpt) (copier.Chowner, error) {
	id := func(of *pb.UserOpt, otherwise int) (int, error) {
		if of == nil || of.User == nil {
			return otherwise, nil
		}
		if number, ok := of.User.(*pb.UserOpt_ByID); ok {
			return int(number.ByID), nil
		}
		return 0, errors.New("no such user in the base image")
	}
	uid, err := id(owner.GetUser(), 0)
	if err != nil {
		return nil, err
	}
	gid, err := id(owner.GetGroup(), uid)
	if err != nil {
		return nil, err
	}
	return func(*copier.User) (*copier.User, error) { return &copier.User{UID: uid, GID: gid}, nil }, nil
}
