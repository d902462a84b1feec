package main

import (
	"bytes"
	"fmt"
	"io"

	"github.com/opencontainers/umoci/oci/casext/blobcompress"
	"github.com/opencontainers/umoci/oci/casext/mediatype"
	"github.com/opencontainers/umoci/oci/layer"
)

// openUmoci asks the media type, as umoci does; it takes images of the OCI specification only, so Docker's types are the
// ones that they are converted to.
func openUmoci(mediaType string, blob []byte) (io.ReadCloser, error) {
	_, suffix := mediatype.SplitMediaTypeSuffix(ociType(mediaType))
	algorithm := blobcompress.GetAlgorithm(suffix)
	if algorithm == nil {
		return nil, fmt.Errorf("media type %s", mediaType)
	}
	return algorithm.Decompress(bytes.NewReader(blob))
}

const (
	dockerLayer = "application/vnd.docker.image.rootfs.diff.tar"
	ociLayer    = "application/vnd.oci.image.layer.v1.tar"
)

func ociType(mediaType string) string {
	switch mediaType {
	case dockerLayer:
		return ociLayer
	case dockerLayer + ".gzip":
		return ociLayer + "+gzip"
	case dockerLayer + ".zstd":
		return ociLayer + "+zstd"
	default:
		return mediaType
	}
}

func umociInto(directory string, archive io.Reader, _ []string) error {
	return layer.UnpackLayer(directory, archive, &layer.UnpackOptions{})
}
