package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/google/go-containerregistry/pkg/v1/partial"
)

// makeRelative writes the lowest layers of a case again, with names that do not start with a slash, and nothing else
// changed: whether that alone is what go-containerregistry shows differently.
func makeRelative(each *imageCase) error {
	for at := range min(each.Relative, len(each.Layers)) {
		layer, err := partial.CompressedToLayer(memoryLayer{each.Layers[at].MediaType, each.blobs[at]})
		if err != nil {
			return err
		}
		archive, err := layer.Uncompressed()
		if err != nil {
			return &layerError{at, err}
		}
		if each.blobs[at], err = relative(archive); err != nil {
			return &layerError{at, err}
		}
		if err := archive.Close(); err != nil {
			return &layerError{at, err}
		}
	}
	return nil
}

// writable changes what the reader takes and the writer refuses, and what no reader of the layer looks at.
func writable(header *tar.Header) {
	// As go-containerregistry itself does.
	header.Format = tar.FormatPAX
	if header.Typeflag != tar.TypeDir {
		header.Name = strings.TrimRight(header.Name, "/")
	}
	// Of a mode, engines take no more; the writer refuses more than it can write in octal.
	header.Mode &= 0o7777
	header.Devmajor, header.Devminor = max(header.Devmajor, 0), max(header.Devminor, 0)
}

func relative(archive io.Reader) ([]byte, error) {
	var made bytes.Buffer
	reader, writer := tar.NewReader(archive), tar.NewWriter(&made)
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return made.Bytes(), writer.Close()
		}
		if err != nil {
			return nil, err
		}
		header.Name = strings.TrimLeft(header.Name, "/")
		writable(header)
		if err := writer.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := io.Copy(writer, reader); err != nil {
			return nil, err
		}
	}
}
