package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A frame is a length (32 bits, big endian) and as many bytes. A case is a frame of JSON, and a frame for each layer's
// blob; an answer is a frame of JSON.
const maxFrame = 64 << 20

type layerHead struct {
	MediaType string `json:"mediaType"`
	DiffID    string `json:"diffId"`
}

type imageCase struct {
	Number      int         `json:"number"`
	Destination string      `json:"destination"`
	User        string      `json:"user"`
	Layers      []layerHead `json:"layers"`
	// Where an engine has unpacked the image already; then only that is looked at.
	Root string `json:"root"`
	// How many of the lowest layers get names without a slash at their start; then only go-containerregistry is asked.
	Relative int `json:"relative"`
	blobs    [][]byte
}

type answer struct {
	Number int `json:"number"`
	// Why archive/tar, which all engines read with, does not read the layers; no error where it does.
	Unreadable outcome `json:"unreadable"`
	// What each oracle came to: an error, or the number of a state.
	Oracles map[string]outcome `json:"oracles"`
	States  []*state           `json:"states"`
}

type outcome struct {
	Error string `json:"error,omitempty"`
	// The layer that the error is about, from the lowest on; -1 where it is about the image as a whole.
	Layer int `json:"layer"`
	State int `json:"state"`
}

// layerError is what one of a case's layers was refused for.
type layerError struct {
	at    int
	cause error
}

func (l *layerError) Error() string { return fmt.Sprintf("layer %d: %v", l.at, l.cause) }
func (l *layerError) Unwrap() error { return l.cause }

func refusal(err error) outcome {
	refused := outcome{Error: err.Error(), Layer: -1}
	var about *layerError
	if errors.As(err, &about) {
		refused.Layer = about.at
	}
	return refused
}

func readCases(in *bufio.Reader, cases chan<- *imageCase) error {
	for {
		head, err := readFrame(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		each := &imageCase{}
		if err := json.Unmarshal(head, each); err != nil {
			return err
		}
		for range each.Layers {
			blob, err := readFrame(in)
			if err != nil {
				return fmt.Errorf("case %d is cut off: %w", each.Number, err)
			}
			each.blobs = append(each.blobs, blob)
		}
		cases <- each
	}
}

func readFrame(in io.Reader) ([]byte, error) {
	var length uint32
	if err := binary.Read(in, binary.BigEndian, &length); err != nil {
		return nil, err
	}
	if length > maxFrame {
		return nil, fmt.Errorf("a frame of %d bytes", length)
	}
	bytes := make([]byte, length)
	_, err := io.ReadFull(in, bytes)
	return bytes, err
}

func writeAnswers(out io.Writer, answers <-chan *answer) error {
	for each := range answers {
		bytes, err := json.Marshal(each)
		if err != nil {
			return err
		}
		frame := binary.BigEndian.AppendUint32(nil, uint32(len(bytes)))
		if _, err := out.Write(append(frame, bytes...)); err != nil {
			return err
		}
	}
	return nil
}
