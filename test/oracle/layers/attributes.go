package main

import (
	"encoding/hex"
	"errors"
	"strings"

	"golang.org/x/sys/unix"
)

// attributesOf gives the extended attributes of what stands at a path, in hexadecimal; links are not followed.
func attributesOf(path string) (map[string]string, error) {
	var names string
	length, err := unix.Llistxattr(path, nil)
	if err == nil && length > 0 {
		buffer := make([]byte, length)
		// An overlay counts those that it hides, and then leaves them out.
		if length, err = unix.Llistxattr(path, buffer); err == nil {
			names = string(buffer[:length])
		}
	}
	if errors.Is(err, unix.ENOTSUP) || (err == nil && names == "") {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for name := range strings.SplitSeq(strings.TrimSuffix(names, "\x00"), "\x00") {
		value := make([]byte, 64*1024)
		size, err := unix.Lgetxattr(path, name, value)
		if err != nil {
			return nil, err
		}
		found[name] = hex.EncodeToString(value[:size])
	}
	return found, nil
}
