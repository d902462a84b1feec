package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	whiteout = ".wh."
	opaque   = ".wh..wh..opq"
)

// unpackPlainly does what the image specification says and no more: what a layer hides is hidden of the layers below,
// wherever in the archive that stands; then its entries are laid down in their order.
func unpackPlainly(root string, layer io.Reader, _ []string) error {
	archive, err := io.ReadAll(layer)
	if err != nil {
		return err
	}
	if err := eachEntry(bytes.NewReader(archive), hide); err != nil {
		return err
	}
	return eachEntry(bytes.NewReader(archive), func(header *tar.Header, content io.Reader) error {
		if strings.HasPrefix(path.Base(header.Name), whiteout) {
			return nil
		}
		return lay(header, content)
	})
}

func eachEntry(archive io.Reader, take func(*tar.Header, io.Reader) error) error {
	reader := tar.NewReader(archive)
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		header.Name = path.Join("/", header.Name)
		if err := take(header, reader); err != nil {
			return fmt.Errorf("%q: %w", header.Name, err)
		}
	}
}

func hide(header *tar.Header, _ io.Reader) error {
	directory, name := path.Split(header.Name)
	if name == opaque {
		below, err := os.ReadDir(directory)
		for _, each := range below {
			err = errors.Join(err, os.RemoveAll(path.Join(directory, each.Name())))
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	hidden, isWhiteout := strings.CutPrefix(name, whiteout)
	if !isWhiteout {
		return nil
	}
	if hidden == "" || hidden == "." || hidden == ".." {
		return errors.New("a whiteout of nothing")
	}
	return os.RemoveAll(path.Join(directory, hidden))
}

// lay puts one entry at its place, for which it makes directories and removes what is in the way.
func lay(header *tar.Header, content io.Reader) error {
	at := header.Name
	if header.Typeflag == tar.TypeXGlobalHeader {
		return nil
	}
	if err := os.MkdirAll(path.Dir(at), 0o755); err != nil {
		return err
	}
	present, err := os.Lstat(at)
	if err == nil && at != "/" && !(present.IsDir() && header.Typeflag == tar.TypeDir) {
		if err := os.RemoveAll(at); err != nil {
			return err
		}
	}
	if err := create(at, header, content); err != nil {
		return err
	}
	if err := os.Lchown(at, header.Uid, header.Gid); err != nil {
		return err
	}
	for key, value := range header.PAXRecords {
		name, isAttribute := strings.CutPrefix(key, "SCHILY.xattr.")
		if !isAttribute {
			continue
		}
		if err := unix.Lsetxattr(at, name, []byte(value), 0); err != nil {
			return err
		}
	}
	if header.Typeflag == tar.TypeSymlink || isLink(at) {
		return nil
	}
	return unix.Chmod(at, uint32(header.Mode)&0o7777)
}

func create(at string, header *tar.Header, content io.Reader) error {
	switch header.Typeflag {
	case tar.TypeReg:
		file, err := os.OpenFile(at, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(file, content)
		return errors.Join(err, file.Close())
	case tar.TypeDir:
		err := os.Mkdir(at, 0o755)
		if errors.Is(err, fs.ErrExist) {
			return nil
		}
		return err
	case tar.TypeSymlink:
		return os.Symlink(header.Linkname, at)
	case tar.TypeLink:
		return os.Link(path.Join("/", header.Linkname), at)
	case tar.TypeFifo:
		return unix.Mkfifo(at, 0o600)
	case tar.TypeChar:
		return unix.Mknod(at, unix.S_IFCHR|0o600, int(unix.Mkdev(uint32(header.Devmajor), uint32(header.Devminor))))
	case tar.TypeBlock:
		return unix.Mknod(at, unix.S_IFBLK|0o600, int(unix.Mkdev(uint32(header.Devmajor), uint32(header.Devminor))))
	default:
		return fmt.Errorf("an entry of type %q", header.Typeflag)
	}
}

func isLink(at string) bool {
	present, err := os.Lstat(at)
	return err == nil && present.Mode()&fs.ModeSymlink != 0
}
