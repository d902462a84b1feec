package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/containerd/continuity/fs"
	"github.com/moby/buildkit/solver/pb"
	copier "github.com/tonistiigi/fsutil/copy"
)

// These are BuildKit's file actions as its solver runs them (solver/llbsolver/file/backend.go, which cannot be imported here).

func makeDirectory(root string, action *pb.FileActionMkDir) error {
	path, err := fs.RootPath(root, action.Path)
	if err != nil {
		return err
	}
	owner, err := chowner(action.Owner)
	if err != nil {
		return err
	}
	_, err = copier.MkdirAll(path, os.FileMode(action.Mode)&0o777, owner, nil)
	return err
}

func makeFile(root string, action *pb.FileActionMkFile) error {
	path, err := fs.RootPath(root, filepath.Join("/", action.Path))
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, action.Data, 0o600); err != nil {
		return err
	}
	return os.Chmod(path, os.FileMode(action.Mode)&0o777)
}

func (s *solver) copyFiles(ctx context.Context, from, to string, action *pb.FileActionCopy) error {
	if from == "" {
		return errors.New("nothing to copy from")
	}
	source, target := cleanPath(action.Src), cleanPath(action.Dest)
	owner, err := chowner(action.Owner)
	if err != nil {
		return err
	}
	set := func(info *copier.CopyInfo) {
		info.IncludePatterns = action.IncludePatterns
		info.ExcludePatterns = action.ExcludePatterns
		info.Chown = owner
		if action.ModeStr != "" {
			info.ModeStr = action.ModeStr
		} else if mode := int(action.Mode); mode != -1 {
			info.Mode = &mode
		}
		info.CopyDirContents = action.DirCopyContents
		info.FollowLinks = action.FollowSymlink
		info.AlwaysReplaceExistingDestPaths = action.AlwaysReplaceExistingDestPaths
	}
	found := []string{source}
	if action.AllowWildcard {
		if found, err = copier.ResolveWildcards(from, source, action.FollowSymlink); err != nil {
			return err
		}
	}
	for _, each := range found {
		if action.AttemptUnpackDockerCompatibility && strings.HasSuffix(each, ".tar") {
			// An archive holds the worst that it can hold: a file for the destination.
			inside := filepath.Join(target, "planted")
			if strings.HasPrefix(s.destination+"/", strings.TrimSuffix(target, "/")+"/") {
				inside = filepath.Join(s.destination, "planted")
			}
			path, err := fs.RootPath(to, inside)
			if err != nil {
				return err
			}
			os.MkdirAll(filepath.Dir(path), 0o755)
			os.WriteFile(path, []byte("unpacked"), 0o644)
			continue
		}
		if err := copier.Copy(ctx, from, each, to, target, set); err != nil {
			return err
		}
	}
	return nil
}

func cleanPath(path string) string {
	clean := filepath.Join("/", path)
	if strings.HasSuffix(path, "/.") {
		if clean != "/" {
			clean += "/"
		}
		return clean + "."
	}
	if strings.HasSuffix(path, "/") && clean != "/" {
		clean += "/"
	}
	return clean
}

// look lists what stands at the destination and on the way to it, without following links.
func look(root, destination string) (map[string]entry, error) {
	tree := map[string]entry{}
	add := func(path string) error {
		info, err := os.Lstat(filepath.Join(root, path))
		if err != nil {
			return err
		}
		owner := info.Sys().(*syscall.Stat_t)
		one := entry{Mode: uint32(info.Mode().Perm()), UID: int(owner.Uid), GID: int(owner.Gid)}
		switch {
		case info.IsDir():
			one.Kind = "directory"
		case info.Mode().IsRegular():
			one.Kind = "file"
			content, err := os.ReadFile(filepath.Join(root, path))
			if err != nil {
				return err
			}
			one.Content = string(content)
		default:
			one.Kind = "other"
		}
		tree[path] = one
		return nil
	}
	at := ""
	for _, segment := range strings.Split(strings.Trim(destination, "/"), "/") {
		at += "/" + segment
		if _, err := os.Lstat(filepath.Join(root, at)); err != nil {
			return tree, nil
		}
		if err := add(at); err != nil {
			return nil, err
		}
		if tree[at].Kind != "directory" {
			return tree, nil
		}
	}
	return tree, filepath.WalkDir(filepath.Join(root, destination), func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return add("/" + strings.TrimPrefix(strings.TrimPrefix(path, root), "/"))
	})
}
