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

// archivesOf gives a case's archives as one engine reads them: to the last byte, each with the diff ID that the config says.
func archivesOf(each *imageCase, open opener) ([][]byte, error) {
	var archives [][]byte
	for at, head := range each.Layers {
		archive, err := archiveOf(head, each.blobs[at], open)
		if err != nil {
			return nil, &layerError{at, err}
		}
		archives = append(archives, archive)
	}
	return archives, nil
}

func archiveOf(head layerHead, blob []byte, open opener) ([]byte, error) {
	opened, err := open(head.MediaType, blob)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	archive, err := io.ReadAll(opened)
	if err != nil {
		return nil, err
	}
	if actual := fmt.Sprintf("sha256:%x", sha256.Sum256(archive)); actual != head.DiffID {
		return nil, fmt.Errorf("diff ID %s, not %s", actual, head.DiffID)
	}
	return archive, nil
}

// record has tar-split read archives: Docker and Podman record each layer with it, and refuse what it refuses.
func record(archives [][]byte) error {
	for at, archive := range archives {
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
		if err != nil {
			return &layerError{at, fmt.Errorf("tar-split: %w", err)}
		}
	}
	return nil
}

// readAll has archive/tar read archives, every body to its end.
func readAll(archives [][]byte) error {
	for at, archive := range archives {
		discard := func(_ *tar.Header, content io.Reader) error {
			_, err := io.Copy(io.Discard, content)
			return err
		}
		if err := eachEntry(bytes.NewReader(archive), discard); err != nil {
			return &layerError{at, err}
		}
	}
	return nil
}
