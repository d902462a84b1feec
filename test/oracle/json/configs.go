package main

import (
	"bytes"
	"encoding/json"
	"time"

	ggcr "github.com/google/go-containerregistry/pkg/v1"
	docker "github.com/moby/docker-image-spec/specs-go/v1"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

func configReadings(asked request) []reading {
	return []reading{
		read("image-spec", func(to *ocispec.Image) error { return json.Unmarshal(asked.Bytes, to) },
			func(image *ocispec.Image) any { return imageValue(*image, image.Config) }),
		read("docker-image-spec", func(to *docker.DockerOCIImage) error { return json.Unmarshal(asked.Bytes, to) },
			func(image *docker.DockerOCIImage) any {
				value := imageValue(image.Image, image.Config.ImageConfig)
				value["onBuild"], value["shell"] = list(image.Config.OnBuild), list(image.Config.Shell)
				value["health"] = healthValue(image.Config.Healthcheck)
				return value
			}),
		read("go-containerregistry", func(to *ggcr.ConfigFile) error {
			parsed, err := ggcr.ParseConfigFile(bytes.NewReader(asked.Bytes))
			if err == nil {
				*to = *parsed
			}
			return err
		}, ggcrConfigValue),
	}
}

func imageValue(image ocispec.Image, config ocispec.ImageConfig) anyMap {
	return anyMap{
		"platform": platformValue(image.Platform), "created": moment(image.Created), "author": image.Author,
		"rootfs": image.RootFS.Type, "diffIds": each(image.RootFS.DiffIDs, asText),
		"user": config.User, "env": list(config.Env), "entrypoint": list(config.Entrypoint), "cmd": list(config.Cmd),
		"workingDir": config.WorkingDir, "stopSignal": config.StopSignal, "labels": orEmpty(config.Labels),
		"volumes": keys(config.Volumes), "ports": keys(config.ExposedPorts), "argsEscaped": config.ArgsEscaped,
		"history": each(image.History, func(line ocispec.History) any {
			return anyMap{
				"created": moment(line.Created), "createdBy": line.CreatedBy, "author": line.Author,
				"comment": line.Comment, "empty": line.EmptyLayer,
			}
		}),
	}
}

func ggcrConfigValue(file *ggcr.ConfigFile) any {
	image := ocispec.Image{
		Created: present(file.Created.Time), Author: file.Author,
		Platform: ocispec.Platform{
			OS: file.OS, Architecture: file.Architecture, Variant: file.Variant,
			OSVersion: file.OSVersion, OSFeatures: file.OSFeatures,
		},
		RootFS: ocispec.RootFS{Type: file.RootFS.Type},
	}
	for _, line := range file.History {
		image.History = append(image.History, ocispec.History{
			Created: present(line.Created.Time), CreatedBy: line.CreatedBy, Author: line.Author,
			Comment: line.Comment, EmptyLayer: line.EmptyLayer,
		})
	}
	config := file.Config
	value := imageValue(image, ocispec.ImageConfig{
		User: config.User, Env: config.Env, Entrypoint: config.Entrypoint, Cmd: config.Cmd,
		WorkingDir: config.WorkingDir, StopSignal: config.StopSignal, Labels: config.Labels,
		Volumes: config.Volumes, ExposedPorts: config.ExposedPorts, ArgsEscaped: config.ArgsEscaped,
	})
	value["diffIds"] = each(file.RootFS.DiffIDs, func(hash ggcr.Hash) any { return hash.String() })
	value["onBuild"], value["shell"] = list(config.OnBuild), list(config.Shell)
	value["hostname"], value["tty"], value["network"] = config.Hostname, config.Tty, !config.NetworkDisabled
	return value
}

func healthValue(check *docker.HealthcheckConfig) any {
	if check == nil {
		return nil
	}
	return anyMap{
		"test": list(check.Test), "interval": int64(check.Interval), "timeout": int64(check.Timeout),
		"startPeriod": int64(check.StartPeriod), "startInterval": int64(check.StartInterval), "retries": check.Retries,
	}
}

func savedReadings(asked request) []reading {
	// What containerd's importer and Docker's loader decode into; the one a stream, the other too.
	type saved struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	value := func(items *[]saved) any {
		return each(*items, func(item saved) any {
			return anyMap{"config": item.Config, "tags": list(item.RepoTags), "layers": list(item.Layers)}
		})
	}
	return []reading{
		read("whole", func(to *[]saved) error { return json.Unmarshal(asked.Bytes, to) }, value),
		read("stream", func(to *[]saved) error { return json.NewDecoder(bytes.NewReader(asked.Bytes)).Decode(to) }, value),
	}
}

// moment is whole seconds, which is what JavaScript has an exact number for; Go's zero time is no time to some programs.
func moment(at *time.Time) any {
	if at == nil || at.IsZero() {
		return nil
	}
	return at.Unix()
}

// present is nil for what go-containerregistry has where there is no time.
func present(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

func keys(set map[string]struct{}) map[string]string {
	named := map[string]string{}
	for key := range set {
		named[key] = ""
	}
	return named
}

func asText[T ~string](text T) any { return string(text) }
