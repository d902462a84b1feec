package main

import (
	"encoding/hex"
	"errors"
	"strings"

	"golang.org/x/sys/unix"
)

// attributesOf gives the extended attributes of what stands at a path, in hexadecimal; links are not followed.
func attributesOf(path string) (map[string]string, error) {
	buffer := make([]byte, 64*1024)
	length, err := unix.Llistxattr(path, buffer)
	if errors.Is(err, unix.ENOTSUP) || length == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(buffer[:length]), "\x00"), "\x00") {
		value := make([]byte, 64*1024)
		size, err := unix.Lgetxattr(path, name, value)
		if err != nil {
			return nil, err
		}
		found[name] = hex.EncodeToString(value[:size])
	}
	return found, nil
}
