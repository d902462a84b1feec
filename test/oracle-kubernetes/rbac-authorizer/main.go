// Answers questions about rights with Kubernetes' own code, for a comparison with the answers of this project.
//
// One JSON object a line on stdin, {"kind", …}; one a line on stdout, in the same order. See question.
package main

import (
	"bufio"
	"encoding/json"
	"os"
)

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	lines, answers := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var asked question
		if err := lines.Decode(&asked); err != nil {
			return
		}
		if err := answers.Encode(asked.answer()); err != nil {
			panic(err)
		}
		// The other side may wait for this answer before it asks on.
		out.Flush()
	}
}
