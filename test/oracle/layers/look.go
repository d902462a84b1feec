package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// entry is what stands at one path.
type entry struct {
	Path       string            `json:"path"`
	Kind       string            `json:"kind"`
	Mode       uint32            `json:"mode"`
	UID        uint32            `json:"uid"`
	GID        uint32            `json:"gid"`
	Target     string            `json:"target,omitempty"`
	Digest     string            `json:"digest,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
	// Whether the image's user can read it: a file's content, a directory's names and what they lead to.
	Readable bool `json:"readable"`
}

// state is what a container shows of a case's destination.
type state struct {
	// Below the destination, with paths relative to it, in their byte order.
	Entries []entry `json:"entries"`
	// The destination and what is above it, as far as each is there, with the paths that it has in the case.
	Above []entry `json:"above"`
	// Where the destination is, when links are followed; empty where there is no such directory.
	Resolved string `json:"resolved"`
	// Why the image's user is nobody whom the container could run as.
	UserError string `json:"userError,omitempty"`
	encoded   string
}

// key is the same for two states that nobody can tell apart.
func (s *state) key() string {
	if s.encoded == "" {
		bytes, _ := json.Marshal(s)
		s.encoded = string(bytes)
	}
	return s.encoded
}

// plain is the key without attributes: a mount does not show those that it obeys.
func (s *state) plain() string {
	bare := *s
	bare.encoded = ""
	bare.Entries, bare.Above = slices.Clone(s.Entries), slices.Clone(s.Above)
	for _, entries := range [][]entry{bare.Entries, bare.Above} {
		for at := range entries {
			entries[at].Attributes = nil
		}
	}
	return bare.key()
}

// look lists a case's destination in a container's root. Links on the way to it are followed, links in it are not.
func look(p *place, root string, each *imageCase) (*state, error) {
	found := &state{Entries: []entry{}, Above: []entry{}}
	err := p.inside(root, func() error {
		who, err := userOf(each.User)
		if err != nil {
			found.UserError = err.Error()
		}
		destination := "/" + each.Destination
		for at, character := range destination + "/" {
			if character != '/' || at == 0 {
				continue
			}
			above, err := entryAt(destination[:at], destination[1:at], who)
			if err != nil {
				break
			}
			if above.Kind == "directory" && at < len(destination) {
				// Who only passes through needs not know what else is there.
				above.Readable = who.may(destination[:at], unix.X_OK)
			}
			found.Above = append(found.Above, *above)
		}
		resolved, err := followed(destination)
		if err != nil {
			return nil
		}
		found.Resolved = resolved
		return found.list(resolved, "", who)
	})
	return found, err
}

// followed is the path of a directory without links; an error where there is none.
func followed(directory string) (string, error) {
	status, err := os.Stat(directory)
	if err != nil {
		return "", err
	}
	if !status.IsDir() {
		return "", unix.ENOTDIR
	}
	resolved := "/"
	rest := strings.Split(directory, "/")
	for steps := 0; len(rest) > 0; steps++ {
		if steps > 1000 {
			return "", unix.ELOOP
		}
		name := rest[0]
		rest = rest[1:]
		next := path.Join(resolved, name)
		target, err := os.Readlink(next)
		if err != nil || name == "" || name == "." || name == ".." {
			resolved = next
			continue
		}
		if strings.HasPrefix(target, "/") {
			resolved = "/"
		}
		rest = append(strings.Split(target, "/"), rest...)
	}
	return resolved, nil
}

func (s *state) list(directory, prefix string, who *person) error {
	file, err := os.Open(directory)
	if err != nil {
		return err
	}
	names, err := file.Readdirnames(-1)
	file.Close()
	if err != nil {
		return err
	}
	sort.Strings(names)
	for _, name := range names {
		at := path.Join(directory, name)
		each, err := entryAt(at, prefix+name, who)
		if err != nil {
			// A directory that cannot be read as the kernel reads it: an attribute of its own makes the overlay fail.
			each = &entry{Path: shown(prefix + name), Kind: "broken: " + reason(err)}
		}
		s.Entries = append(s.Entries, *each)
		if each.Kind == "directory" {
			if err := s.list(at, prefix+name+"/", who); err != nil {
				return err
			}
		}
	}
	return nil
}

func reason(err error) string {
	var number unix.Errno
	if errors.As(err, &number) {
		return number.Error()
	}
	return err.Error()
}

func entryAt(at, name string, who *person) (*entry, error) {
	var status unix.Stat_t
	if err := unix.Lstat(at, &status); err != nil {
		return nil, err
	}
	found := &entry{Path: shown(name), Mode: status.Mode & 0o7777, UID: status.Uid, GID: status.Gid}
	var err error
	if found.Attributes, err = attributesOf(at); err != nil {
		return nil, err
	}
	switch status.Mode & unix.S_IFMT {
	case unix.S_IFDIR:
		found.Kind = "directory"
		found.Readable = who.may(at, unix.R_OK|unix.X_OK)
	case unix.S_IFREG:
		found.Kind = "file"
		found.Readable = who.may(at, unix.R_OK)
		found.Digest, err = digestOf(at)
	case unix.S_IFLNK:
		found.Kind, found.Readable = "symlink", true
		target, failure := os.Readlink(at)
		found.Target, err = shown(target), failure
	case unix.S_IFIFO:
		found.Kind = "fifo"
	case unix.S_IFSOCK:
		found.Kind = "socket"
	default:
		found.Kind = "device"
	}
	return found, err
}

func digestOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return fmt.Sprintf("sha256:%x", sum.Sum(nil)), err
}

// shown is a name as JSON can hold it: what is not UTF-8 in hexadecimal.
func shown(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	return "\x00" + hex.EncodeToString([]byte(name))
}
