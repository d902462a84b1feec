package main

import (
	"context"
	"encoding/json"
	"strconv"
	"unicode"

	"github.com/containerd/containerd/v2/core/images"
	"github.com/containerd/platforms"
	ggcr "github.com/google/go-containerregistry/pkg/v1"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

func platformValue(of ocispec.Platform) any {
	return anyMap{
		"os": of.OS, "architecture": of.Architecture, "variant": of.Variant,
		"osVersion": of.OSVersion, "osFeatures": list(of.OSFeatures),
	}
}

func normalizedPlatform(asked request) reading {
	return read("containerd", func(to *ocispec.Platform) error { return json.Unmarshal(asked.Bytes, to) },
		func(given *ocispec.Platform) any { return platformValue(platforms.Normalize(*given)) })
}

// choice is a machine and the entries of an index that it is offered.
type choice struct {
	Machine ocispec.Platform    `json:"machine"`
	Entries []*ocispec.Platform `json:"entries"`
}

// platformChoices is, for each engine, which entry it takes: its number, or -1.
func platformChoices(asked request) []reading {
	var given choice
	if err := json.Unmarshal(asked.Bytes, &given); err != nil {
		panic(err)
	}
	return []reading{
		{Decoder: "containerd", Value: containerdChoice(given)},
		{Decoder: "go-containerregistry", Value: ggcrChoice(given)},
		{Decoder: "containers/image", Value: containersChoice(given)},
	}
}

func containerdChoice(given choice) int {
	store := memory{}
	index := ocispec.Index{}
	index.SchemaVersion = 2
	numbers := map[string]int{}
	for at, platform := range given.Entries {
		config, _ := json.Marshal(given.Machine) // what has no platform says so here, and is meant for the machine
		manifest := ocispec.Manifest{Config: store.add(ocispec.MediaTypeImageConfig, config)}
		manifest.SchemaVersion = 2
		manifest.Annotations = map[string]string{"number": strconv.Itoa(at)}
		text, _ := json.Marshal(manifest)
		entry := store.add(ocispec.MediaTypeImageManifest, text)
		entry.Platform = platform
		numbers[strconv.Itoa(at)] = at
		index.Manifests = append(index.Manifests, entry)
	}
	text, _ := json.Marshal(index)
	top := store.add(ocispec.MediaTypeImageIndex, text)
	chosen, err := images.Manifest(context.Background(), store, top, platforms.Only(given.Machine))
	if err != nil {
		return -1
	}
	return numbers[chosen.Annotations["number"]]
}

// ggcrChoice is what its `remote` takes: the first that satisfies what was asked for, as it is spelled.
func ggcrChoice(given choice) int {
	wanted := ggcr.Platform{OS: given.Machine.OS, Architecture: given.Machine.Architecture, Variant: given.Machine.Variant}
	for at, platform := range given.Entries {
		have := ggcr.Platform{OS: "linux", Architecture: "amd64"}
		if platform != nil {
			have = ggcr.Platform{OS: platform.OS, Architecture: platform.Architecture, Variant: platform.Variant}
		}
		if have.Satisfies(wanted) {
			return at
		}
	}
	return -1
}

// containersChoice is what buildah, podman and skopeo take. Their library is no dependency that a test wants, so this
// repeats its rule (containers/image v5.36, internal/pkg/platform): the machine's variant and those below it, from the
// nearest, then none, each compared as it is spelled.
func containersChoice(given choice) int {
	compatible := map[string][]string{"arm": {"v8", "v7", "v6", "v5"}, "arm64": {"v8"}}[given.Machine.Architecture]
	variants := []string{""}
	if wanted := given.Machine.Variant; wanted != "" {
		variants = []string{wanted}
		for at, variant := range compatible {
			if variant == wanted {
				variants = compatible[at:]
			}
		}
		variants = append(append([]string{}, variants...), "")
	} else {
		variants = append(variants, compatible...)
	}
	for _, variant := range variants {
		for at, platform := range given.Entries {
			if platform != nil && platform.OS == given.Machine.OS &&
				platform.Architecture == given.Machine.Architecture && platform.Variant == variant {
				return at
			}
		}
	}
	return -1
}

// foldings is every character that Go takes for another one where case does not count.
func foldings() [][2]string {
	var pairs [][2]string
	for character := rune(0); character <= unicode.MaxRune; character++ {
		if other := unicode.SimpleFold(character); other != character {
			pairs = append(pairs, [2]string{string(character), string(other)})
		}
	}
	return pairs
}
