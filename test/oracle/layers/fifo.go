package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// patience is how long an engine may take before it is seen to what it may be waiting for.
const patience = 200 * time.Millisecond

// freeFifos opens the FIFOs of a place while somebody waits for that: some engines open what they take for a directory, and
// wait for ever where it is a FIFO. It goes on until it is stopped.
func (p *place) freeFifos() (stop func()) {
	ticker := time.NewTicker(patience)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				p.openFifos()
			}
		}
	}()
	return func() {
		ticker.Stop()
		close(done)
		<-ended
	}
}

// openFifos reaches the place through a file descriptor, as other threads do not have its mounts.
func (p *place) openFifos() {
	top := fmt.Sprintf("/proc/self/fd/%d/", p.top)
	_ = filepath.WalkDir(top, func(path string, each fs.DirEntry, err error) error {
		if err != nil || each.Type() != fs.ModeNamedPipe {
			return nil
		}
		if opened, err := unix.Open(path, unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0); err == nil {
			unix.Close(opened)
		}
		return nil
	})
}
