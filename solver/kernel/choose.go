package kernel

import (
	"fmt"
	"os"
	"strings"
)

// Variable is the environment variable that names the set Best and Find("") take: portable, avx2, avx512, simd or relaxed.
const Variable = "COUNTERPOINT_KERNEL"

// Names returns the names of the sets this machine can run, fastest first; portable is always the last.
func Names() []string { return append(fastNames(), "portable") }

// Find returns the set of that name; "" stands for the one that Variable names or, if it is empty, the fastest. The error lists
// what this machine has.
func Find[T Float](name string) (*Set[T], error) {
	asked := name
	if name == "" {
		name = os.Getenv(Variable)
	}
	if name == "" {
		name = Names()[0]
	}
	if name == "portable" {
		return Portable[T](), nil
	}
	for _, n := range fastNames() {
		if n == name {
			return fast[T](name), nil
		}
	}
	where := ""
	if asked == "" {
		where = Variable + ": "
	}
	return nil, fmt.Errorf("kernel: %sthis machine has no set %q (it has %s)", where, name, strings.Join(Names(), ", "))
}

// Best returns the set that Variable names, or the fastest of this machine if it is empty or names none of Names. A program that
// takes the variable as an instruction of its user calls Find and reports the error.
func Best[T Float]() *Set[T] {
	if s, err := Find[T](""); err == nil {
		return s
	}
	s, err := Find[T](Names()[0])
	if err != nil {
		panic("kernel: a listed set is missing")
	}
	return s
}
