//go:build purego || (!amd64 && !js)

package kernel

// extent is a count or a distance in bytes.
type extent = int

// fastNames lists the sets besides portable: this build has none.
func fastNames() []string { return nil }

// fast returns the named one of fastNames.
func fast[T Float](name string) *Set[T] { panic("kernel: no such set") }
