//go:build native && !unix

package main

import "os"

// lockFile opens the file only: there is no lock that ends with its process.
func lockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o666)
}
