package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"unsafe"

	"github.com/moby/sys/user"
	"golang.org/x/sys/unix"
)

// person is the user that a container's program runs as.
type person struct {
	uid, gid int
	groups   []int
}

// userOf finds an image's user in the container's own files, as engines do. On an error it gives root, who may do everything.
func userOf(spec string) (*person, error) {
	for _, name := range []string{"/etc/passwd", "/etc/group"} {
		// Opening a FIFO would wait for somebody to write into it.
		if status, err := os.Stat(name); err == nil && !status.Mode().IsRegular() {
			return &person{}, fmt.Errorf("%s is no file", name)
		}
	}
	found, err := user.GetExecUserPath(spec, &user.ExecUser{Home: "/"}, "/etc/passwd", "/etc/group")
	if err != nil {
		return &person{}, err
	}
	return &person{found.Uid, found.Gid, found.Sgids}, nil
}

// may asks the kernel, as that person: modes, owners and access control lists of the whole path count.
func (p *person) may(path string, what uint32) bool {
	if p.uid == 0 {
		return unix.Faccessat2(unix.AT_FDCWD, path, what, unix.AT_EACCESS|unix.AT_SYMLINK_NOFOLLOW) == nil
	}
	p.become()
	defer (&person{}).become()
	return unix.Faccessat2(unix.AT_FDCWD, path, what, unix.AT_EACCESS|unix.AT_SYMLINK_NOFOLLOW) == nil
}

// become changes who the thread is to the file system, and nothing else of it: the thread is bound to its goroutine.
func (p *person) become() {
	groups := make([]uint32, 0, len(p.groups)+1)
	for _, each := range p.groups {
		groups = append(groups, uint32(each))
	}
	groups = slices.Clip(append(groups, uint32(p.gid)))
	unix.RawSyscall(unix.SYS_SETGROUPS, uintptr(len(groups)), uintptr(unsafe.Pointer(&groups[0])), 0)
	runtime.KeepAlive(groups)
	unix.RawSyscall(unix.SYS_SETFSGID, uintptr(p.gid), 0, 0)
	unix.RawSyscall(unix.SYS_SETFSUID, uintptr(p.uid), 0, 0)
}
