// A registry on the loopback that keeps lists of referrers (Distribution specification 1.1), in memory: go-containerregistry's own. It
// prints its address, and ends with its standard input.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	quiet := registry.Logger(log.New(io.Discard, "", 0))
	handler := registry.New(quiet, registry.WithReferrersSupport(true))
	fmt.Println(listener.Addr())
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	log.Fatal(http.Serve(listener, handler))
}
