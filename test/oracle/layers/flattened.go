package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// showFlattened has go-containerregistry make one archive of all layers, and unpacks that: directories and files first, as it
// puts upper layers before the ones that their hard links lead to.
func showFlattened(p *place, each *imageCase) (*state, error) {
	archive, err := flatten(each.Layers, each.blobs)
	if err != nil {
		for at := range each.Layers {
			if _, alone := flatten(each.Layers[at:at+1], each.blobs[at:at+1]); alone != nil {
				return nil, &layerError{at, alone}
			}
		}
		return nil, err
	}
	root, err := p.fresh()
	if err != nil {
		return nil, err
	}
	err = p.inside(root, func() error {
		for _, links := range []bool{false, true} {
			lays := func(header *tar.Header, content io.Reader) error {
				if (header.Typeflag == tar.TypeLink) != links {
					return nil
				}
				if links {
					return layLink(header)
				}
				return lay(header, content)
			}
			if err := eachEntry(bytes.NewReader(archive), lays); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return look(p, root, each)
}

func flatten(layers []layerHead, blobs [][]byte) ([]byte, error) {
	made, err := flatImage(layers, blobs)
	if err != nil {
		return nil, err
	}
	flat := mutate.Extract(made)
	defer flat.Close()
	return io.ReadAll(flat)
}

// layLink makes a hard link as GNU tar does: what its entry says about mode and owner is its target's business.
func layLink(header *tar.Header) error {
	if err := os.MkdirAll(path.Dir(header.Name), 0o755); err != nil {
		return err
	}
	return create(header.Name, header, nil)
}

// memoryImage is a case as go-containerregistry has images that come from a registry.
type memoryImage struct {
	manifest, config []byte
	layers           map[v1.Hash]partial.CompressedLayer
}

func flatImage(layers []layerHead, blobs [][]byte) (v1.Image, error) {
	image := &memoryImage{layers: map[v1.Hash]partial.CompressedLayer{}}
	config := v1.ConfigFile{Architecture: "amd64", OS: "linux", RootFS: v1.RootFS{Type: "layers"}}
	manifest := v1.Manifest{SchemaVersion: 2, MediaType: types.OCIManifestSchema1}
	for at, head := range layers {
		diffID, err := v1.NewHash(head.DiffID)
		if err != nil {
			return nil, err
		}
		layer := memoryLayer{head.MediaType, blobs[at]}
		digest, _ := layer.Digest()
		image.layers[digest] = layer
		config.RootFS.DiffIDs = append(config.RootFS.DiffIDs, diffID)
		described := v1.Descriptor{MediaType: types.MediaType(head.MediaType), Size: int64(len(layer.blob)), Digest: digest}
		manifest.Layers = append(manifest.Layers, described)
	}
	var err error
	if image.config, err = json.Marshal(config); err != nil {
		return nil, err
	}
	digest, size, err := v1.SHA256(bytes.NewReader(image.config))
	if err != nil {
		return nil, err
	}
	manifest.Config = v1.Descriptor{MediaType: types.OCIConfigJSON, Size: size, Digest: digest}
	if image.manifest, err = json.Marshal(manifest); err != nil {
		return nil, err
	}
	return partial.CompressedToImage(image)
}

func (i *memoryImage) MediaType() (types.MediaType, error) { return types.OCIManifestSchema1, nil }
func (i *memoryImage) RawManifest() ([]byte, error)        { return i.manifest, nil }
func (i *memoryImage) RawConfigFile() ([]byte, error)      { return i.config, nil }
func (i *memoryImage) LayerByDigest(digest v1.Hash) (partial.CompressedLayer, error) {
	layer, isThere := i.layers[digest]
	if !isThere {
		return nil, fmt.Errorf("no layer %s", digest)
	}
	return layer, nil
}

type memoryLayer struct {
	mediaType string
	blob      []byte
}

func (l memoryLayer) Digest() (v1.Hash, error) {
	return v1.Hash{Algorithm: "sha256", Hex: fmt.Sprintf("%x", sha256.Sum256(l.blob))}, nil
}
func (l memoryLayer) Compressed() (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(l.blob)), nil
}
func (l memoryLayer) Size() (int64, error)                { return int64(len(l.blob)), nil }
func (l memoryLayer) MediaType() (types.MediaType, error) { return types.MediaType(l.mediaType), nil }
