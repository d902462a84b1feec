package main

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/containerd/containerd/v2/core/images"
	"github.com/containerd/containerd/v2/pkg/archive/compression"
	docker "github.com/moby/go-archive/compression"
	"github.com/vbatts/tar-split/tar/asm"
	"github.com/vbatts/tar-split/tar/storage"
	podman "go.podman.io/storage/pkg/archive"
)

// opener gives a layer's archive out of its blob, as one engine takes the compression off.
type opener func(mediaType string, blob []byte) (io.ReadCloser, error)

// openContainerd asks the media type whether there is compression, as containerd's differ does.
func openContainerd(mediaType string, blob []byte) (io.ReadCloser, error) {
	compressed, err := images.DiffCompression(context.Background(), mediaType)
	if err != nil || compressed == "" {
		return io.NopCloser(bytes.NewReader(blob)), err
	}
	return compression.DecompressStream(bytes.NewReader(blob))
}

func openDocker(_ string, blob []byte) (io.ReadCloser, error) {
	return docker.DecompressStream(bytes.NewReader(blob))
}

func openPodman(_ string, blob []byte) (io.ReadCloser, error) {
	return podman.DecompressStream(bytes.NewReader(blob))
}

// opened is an archive out of a blob, or why there is none.
type opened struct {
	archive []byte
	err     error
}

var (
	archives remembered[opened]
	records  remembered[error]
	readings remembered[error]
)

// archivesOf gives a case's archives as one project reads them: to the last byte, each with the diff ID that the config says.
func archivesOf(each *imageCase, from *project) ([][]byte, error) {
	var found [][]byte
	for at, head := range each.Layers {
		blob := each.blobs[at]
		one := archives.of(from.name+" "+head.MediaType, blob, func() opened {
			archive, err := archiveOf(head.MediaType, blob, from.open)
			return opened{archive, err}
		})
		if one.err != nil {
			return nil, &layerError{at, one.err}
		}
		if actual := fmt.Sprintf("sha256:%x", sha256.Sum256(one.archive)); actual != head.DiffID {
			return nil, &layerError{at, fmt.Errorf("diff ID %s, not %s", actual, head.DiffID)}
		}
		found = append(found, one.archive)
	}
	return found, nil
}

func archiveOf(mediaType string, blob []byte, open opener) ([]byte, error) {
	reader, err := open(mediaType, blob)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return io.ReadAll(reader)
}

// record has tar-split read archives: Docker and Podman record each layer with it, and refuse what it refuses.
func record(archives [][]byte) error {
	for at, archive := range archives {
		if err := records.of("", archive, func() error { return recordOne(archive) }); err != nil {
			return &layerError{at, fmt.Errorf("tar-split: %w", err)}
		}
	}
	return nil
}

func recordOne(archive []byte) error {
	packer := storage.NewJSONPacker(io.Discard)
	payload, done, err := asm.NewInputTarStreamWithDone(bytes.NewReader(archive), packer, storage.NewDiscardFilePutter())
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, payload)
	payload.Close()
	if recorded := <-done; recorded != nil {
		err = recorded
	}
	return err
}

// readAll has archive/tar read archives, every body to its end.
func readAll(archives [][]byte) error {
	discard := func(_ *tar.Header, content io.Reader) error {
		_, err := io.Copy(io.Discard, content)
		return err
	}
	for at, archive := range archives {
		read := func() error { return eachEntry(bytes.NewReader(archive), discard) }
		if err := readings.of("", archive, read); err != nil {
			return &layerError{at, err}
		}
	}
	return nil
}
