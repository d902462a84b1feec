package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"

	"github.com/containerd/containerd/v2/core/content"
	"github.com/containerd/containerd/v2/core/images"
	ggcr "github.com/google/go-containerregistry/pkg/v1"
	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

type anyMap = map[string]any

func manifestReadings(asked request) []reading {
	image := func(manifest *ocispec.Manifest) any {
		return manifestValue(asked.Type, manifest.MediaType, descriptorValue(manifest.Config),
			each(manifest.Layers, descriptorValue), manifest.Annotations)
	}
	registry := func(manifest *ggcr.Manifest) any {
		return manifestValue(asked.Type, string(manifest.MediaType), ggcrDescriptorValue(manifest.Config),
			each(manifest.Layers, ggcrDescriptorValue), manifest.Annotations)
	}
	return []reading{
		read("image-spec", func(to *ocispec.Manifest) error { return json.Unmarshal(asked.Bytes, to) }, image),
		read("containerd", func(to *ocispec.Manifest) error {
			store := memory{}
			found, err := images.Manifest(context.Background(), store, store.add(asked.Type, asked.Bytes), nil)
			*to = found
			return err
		}, image),
		read("go-containerregistry", func(to *ggcr.Manifest) error {
			parsed, err := ggcr.ParseManifest(bytes.NewReader(asked.Bytes))
			if err == nil {
				*to = *parsed
			}
			return err
		}, registry),
	}
}

func manifestValue(carried, declared string, config any, layers []any, annotations map[string]string) any {
	return anyMap{
		"mediaType":   either(declared, carried),
		"config":      config,
		"layers":      layers,
		"annotations": orEmpty(annotations),
	}
}

func indexReadings(asked request) []reading {
	value := func(declared string, manifests []any, annotations map[string]string) any {
		return anyMap{
			"mediaType":   either(declared, asked.Type),
			"manifests":   manifests,
			"annotations": orEmpty(annotations),
		}
	}
	return []reading{
		read("image-spec", func(to *ocispec.Index) error { return json.Unmarshal(asked.Bytes, to) },
			func(index *ocispec.Index) any {
				return value(index.MediaType, each(index.Manifests, descriptorValue), index.Annotations)
			}),
		read("containerd", func(to *ocispec.Index) error {
			store := memory{}
			children, err := images.Children(context.Background(), store, store.add(asked.Type, asked.Bytes))
			if err != nil {
				return err
			}
			// It gives the children alone.
			if err := json.Unmarshal(asked.Bytes, to); err != nil {
				return err
			}
			to.Manifests = children
			return nil
		}, func(index *ocispec.Index) any {
			return value(index.MediaType, each(index.Manifests, descriptorValue), index.Annotations)
		}),
		read("go-containerregistry", func(to *ggcr.IndexManifest) error {
			parsed, err := ggcr.ParseIndexManifest(bytes.NewReader(asked.Bytes))
			if err == nil {
				*to = *parsed
			}
			return err
		}, func(index *ggcr.IndexManifest) any {
			return value(string(index.MediaType), each(index.Manifests, ggcrDescriptorValue), index.Annotations)
		}),
	}
}

func descriptorValue(of ocispec.Descriptor) any {
	value := anyMap{
		"mediaType": of.MediaType, "digest": string(of.Digest), "size": of.Size,
		"urls": list(of.URLs), "annotations": orEmpty(of.Annotations), "platform": nil,
		"holdsOther": holdsOther(of.Data, string(of.Digest), of.Size),
	}
	if of.Platform != nil {
		value["platform"] = platformValue(*of.Platform)
	}
	return value
}

func ggcrDescriptorValue(of ggcr.Descriptor) any {
	value := anyMap{
		"mediaType": string(of.MediaType), "digest": of.Digest.String(), "size": of.Size,
		"urls": list(of.URLs), "annotations": orEmpty(of.Annotations), "platform": nil,
		"holdsOther": holdsOther(of.Data, of.Digest.String(), of.Size),
	}
	if of.Platform != nil {
		value["platform"] = platformValue(ocispec.Platform{
			OS: of.Platform.OS, Architecture: of.Platform.Architecture, Variant: of.Platform.Variant,
			OSVersion: of.Platform.OSVersion, OSFeatures: of.Platform.OSFeatures,
		})
	}
	return value
}

// holdsOther is true where a descriptor holds content that is not what it names.
func holdsOther(data []byte, named string, size int64) bool {
	return len(data) > 0 && (digest.FromBytes(data).String() != named || int64(len(data)) != size)
}

// memory is a content store of one document.
type memory map[digest.Digest][]byte

func (store memory) add(mediaType string, content []byte) ocispec.Descriptor {
	named := digest.FromBytes(content)
	store[named] = content
	return ocispec.Descriptor{MediaType: mediaType, Digest: named, Size: int64(len(content))}
}

func (store memory) ReaderAt(_ context.Context, of ocispec.Descriptor) (content.ReaderAt, error) {
	found, ok := store[of.Digest]
	if !ok {
		return nil, os.ErrNotExist
	}
	return closing{bytes.NewReader(found)}, nil
}

type closing struct{ *bytes.Reader }

func (closing) Close() error { return nil }

func each[T any](items []T, project func(T) any) []any {
	values := make([]any, len(items))
	for at, item := range items {
		values[at] = project(item)
	}
	return values
}

func list(items []string) []string {
	if items == nil {
		return []string{}
	}
	return items
}

func orEmpty(items map[string]string) map[string]string {
	if items == nil {
		return map[string]string{}
	}
	return items
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}
