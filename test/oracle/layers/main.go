// The judge of the layer fuzz: reads images from standard input, has the libraries that engines unpack images with show
// each of them, and writes what they show to standard output. Needs to be root: it mounts and changes its root.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	apex "github.com/apex/log"
	clog "github.com/containerd/log"
	"github.com/sirupsen/logrus"
)

func main() {
	// Compression is taken off by Go code alone, whatever programs the machine has.
	os.Setenv("PATH", "")
	// Podman's code wants a directory for what passes, also where its root is an image's.
	os.Setenv("TMPDIR", "/")
	// Cases come and go by the thousand: collecting what they leave is worth it by the gigabyte only.
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(1 << 30)
	logrus.SetLevel(logrus.PanicLevel)
	clog.SetLevel("panic")
	apex.SetLevel(apex.FatalLevel)
	log.SetFlags(0)
	if err := serve(); err != nil {
		log.Fatal(err)
	}
}

// serve answers every case; answers carry their case's number and come in the order in which they are done.
func serve() error {
	cases := make(chan *imageCase)
	answers := make(chan *answer)
	workers := max(1, min(4, runtime.NumCPU()))
	var working sync.WaitGroup
	failed := make(chan error, workers+1)
	for at := range workers {
		working.Add(1)
		go func() {
			defer working.Done()
			if err := work(fmt.Sprint(at), cases, answers); err != nil {
				failed <- err
			}
		}()
	}
	go func() {
		if err := readCases(bufio.NewReaderSize(os.Stdin, 1<<20), cases); err != nil {
			failed <- err
		}
		close(cases)
		working.Wait()
		close(answers)
	}()
	go func() { log.Fatal(<-failed) }()
	return writeAnswers(os.Stdout, answers)
}

// work judges cases on a thread of its own, whose root and whose mounts are nobody else's.
func work(name string, cases <-chan *imageCase, answers chan<- *answer) error {
	place, err := newPlace(name)
	if err != nil {
		return err
	}
	defer place.close()
	for each := range cases {
		answers <- judge(place, each)
		if err := place.clear(); err != nil {
			return err
		}
	}
	return nil
}
