package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sys/unix"
)

// place is a thread with a file system in memory, for directories that a case is unpacked into.
type place struct {
	directory string
	// The directory and the thread's own root, as file descriptors.
	top, oldRoot int
	made         int
}

// newPlace binds the calling goroutine to its thread, and takes the thread out of the process's mounts and root.
func newPlace(name string) (*place, error) {
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_FS | unix.CLONE_NEWNS); err != nil {
		return nil, fmt.Errorf("mounts of its own (needs to be root): %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return nil, err
	}
	directory, err := os.MkdirTemp("/tmp", "oracle-"+name+"-")
	if err != nil {
		return nil, err
	}
	oldRoot, err := unix.Open("/", unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	made := &place{directory: directory, oldRoot: oldRoot}
	return made, made.mount()
}

func (p *place) mount() error {
	if err := unix.Mount("oracle", p.directory, "tmpfs", 0, "size=256m,mode=755"); err != nil {
		return err
	}
	top, err := unix.Open(p.directory, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	p.top = top
	return err
}

// fresh makes an empty directory, 0755 and root's.
func (p *place) fresh() (string, error) {
	p.made++
	path := filepath.Join(p.directory, fmt.Sprint(p.made))
	return path, os.Mkdir(path, 0o755)
}

// clear lets go of what a case left, with the file system that it is in: one by one it would take longer.
func (p *place) clear() error {
	unix.Close(p.top)
	if err := unix.Unmount(p.directory, unix.MNT_DETACH); err != nil {
		return err
	}
	p.made = 0
	return p.mount()
}

// inside runs something with a directory as its root, as engines unpack and as containers run.
func (p *place) inside(root string, run func() error) (err error) {
	if err := unix.Chroot(root); err != nil {
		return err
	}
	defer func() {
		if failure := p.outside(); failure != nil {
			panic(failure)
		}
	}()
	if err := unix.Chdir("/"); err != nil {
		return err
	}
	return run()
}

func (p *place) outside() error {
	if err := unix.Fchdir(p.oldRoot); err != nil {
		return err
	}
	return unix.Chroot(".")
}

func (p *place) close() {
	unix.Close(p.top)
	unix.Unmount(p.directory, unix.MNT_DETACH)
	os.Remove(p.directory)
	unix.Close(p.oldRoot)
}
