package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	trustedOverlay = "trusted.overlay."
	userOverlay    = "user.overlay."
)

// lookAtOverlay mounts the layers (topmost first) below an empty one as engines mount a container, and looks at it.
// Where a layer has attributes that rootless engines obey, what they show has to be the same.
func lookAtOverlay(p *place, lower []string, each *imageCase) (*state, error) {
	found, err := mounted(p, lower, each, "index=off,metacopy=on")
	if err != nil {
		return nil, err
	}
	usesUser, err := copyOpaque(lower)
	if err != nil || !usesUser {
		return found, err
	}
	rootless, err := mounted(p, lower, each, "index=off,userxattr")
	if err != nil {
		return nil, err
	}
	if rootless.plain() != found.plain() {
		return nil, fmt.Errorf("%s* attributes: rootless engines show something else", userOverlay)
	}
	return found, nil
}

func mounted(p *place, lower []string, each *imageCase, options string) (*state, error) {
	var made [3]string
	for at := range made {
		directory, err := p.fresh()
		if err != nil {
			return nil, err
		}
		made[at] = directory
	}
	upper, scratch, target := made[0], made[1], made[2]
	// The root's own mode and owner are the topmost layer's.
	if err := copyOwner(lower[0], upper); err != nil {
		return nil, err
	}
	data := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s,%s", strings.Join(lower, ":"), upper, scratch, options)
	if err := unix.Mount("overlay", target, "overlay", 0, data); err != nil {
		return nil, fmt.Errorf("overlay: %w", err)
	}
	defer unix.Unmount(target, unix.MNT_DETACH)
	return look(p, target, each)
}

func copyOwner(from, to string) error {
	var status unix.Stat_t
	if err := unix.Lstat(from, &status); err != nil {
		return err
	}
	if err := os.Lchown(to, int(status.Uid), int(status.Gid)); err != nil {
		return err
	}
	return unix.Chmod(to, status.Mode&0o7777)
}

// copyOpaque makes directories that are opaque for a rootful engine opaque for a rootless one, too, and tells whether
// any attribute but these is for rootless engines.
func copyOpaque(layers []string) (bool, error) {
	var uses bool
	for _, layer := range layers {
		err := filepath.WalkDir(layer, func(path string, each fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			attributes, err := attributesOf(path)
			for name := range attributes {
				uses = uses || strings.HasPrefix(name, userOverlay)
			}
			if err == nil && attributes[trustedOverlay+"opaque"] != "" && each.IsDir() {
				err = unix.Lsetxattr(path, userOverlay+"opaque", []byte("y"), 0)
			}
			return err
		})
		if err != nil {
			return false, err
		}
	}
	return uses, nil
}
