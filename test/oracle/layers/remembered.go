package main

import (
	"crypto/sha256"
	"sync"
)

// mostRemembered is how many answers are kept; then it begins anew.
const mostRemembered = 2048

// remembered keeps what a function that knows nothing but bytes made of them: most layers of a run are in many cases.
type remembered[Value any] struct {
	lock  sync.Mutex
	known map[rememberedKey]Value
}

type rememberedKey struct {
	kind  string
	bytes [sha256.Size]byte
}

// of gives what work made of the bytes before, or has it work. The kind tells apart what else the answer depends on.
func (r *remembered[Value]) of(kind string, bytes []byte, work func() Value) Value {
	key := rememberedKey{kind, sha256.Sum256(bytes)}
	r.lock.Lock()
	found, isKnown := r.known[key]
	r.lock.Unlock()
	if isKnown {
		return found
	}
	found = work()
	r.lock.Lock()
	defer r.lock.Unlock()
	if r.known == nil || len(r.known) >= mostRemembered {
		r.known = map[rememberedKey]Value{}
	}
	r.known[key] = found
	return found
}
