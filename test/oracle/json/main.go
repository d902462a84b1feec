// Reads documents of images as Go programs do, for a comparison with the reading of this project.
//
// One JSON object a line on stdin, {"kind", "type", "bytes"}; one a line on stdout, a list of readings in the same
// order: {"decoder", "error"} or {"decoder", "value"}.
package main

import (
	"bufio"
	"encoding/json"
	"os"
)

// request is one document and what it is.
type request struct {
	Kind string `json:"kind"`
	// Type is the media type that a manifest or index comes with.
	Type  string `json:"type"`
	Bytes []byte `json:"bytes"`
}

// reading is what one decoder makes of a document.
type reading struct {
	Decoder string `json:"decoder"`
	Error   string `json:"error,omitempty"`
	Value   any    `json:"value,omitempty"`
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	lines, answers := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var asked request
		if err := lines.Decode(&asked); err != nil {
			return
		}
		if err := answers.Encode(readingsOf(asked)); err != nil {
			panic(err)
		}
		// The other side may wait for this answer before it asks on.
		out.Flush()
	}
}

func readingsOf(asked request) []reading {
	switch asked.Kind {
	case "manifest":
		return manifestReadings(asked)
	case "index":
		return indexReadings(asked)
	case "config":
		return configReadings(asked)
	case "saved":
		return savedReadings(asked)
	case "platform":
		return []reading{normalizedPlatform(asked)}
	case "choice":
		return platformChoices(asked)
	case "folding":
		return []reading{{Decoder: "unicode", Value: foldings()}}
	}
	panic("unknown kind " + asked.Kind)
}

// read is a decoder's reading: its value, or why it refuses.
func read[T any](decoder string, decode func(*T) error, project func(*T) any) reading {
	value := new(T)
	if err := decode(value); err != nil {
		return reading{Decoder: decoder, Error: err.Error()}
	}
	return reading{Decoder: decoder, Value: project(value)}
}
