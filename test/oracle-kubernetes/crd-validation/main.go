// Command crd-validation holds CustomResourceDefinitions against the checks that a Kubernetes API server makes before it takes one: the
// defaults, ValidateCustomResourceDefinition with everything that it asks of structural schemas, and the pruning of objects.
//
// It reads JSON lines. A line with "crd" is answered with what is wrong with the definition; a line with "crd" and "object" with what
// is wrong with the object too, and with the paths that a cluster would prune from it. An "old" object is the one before a change.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	answers := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := answers.Encode(examine(asked)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
