// Command program does what its first argument says, for the tests of wasmexec.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

func main() {
	switch os.Args[1] {
	case "echo":
		fmt.Printf("%q\n", os.Args[1:])
		fmt.Fprintf(os.Stderr, "%q\n", os.Environ())
	case "long":
		for i := range 100 {
			fmt.Println(i, strings.Repeat("x", 1000*i))
		}
	case "exit":
		fmt.Print("no newline \xff")
		os.Exit(7)
	case "panic":
		panic("as asked")
	case "file":
		_, err := os.ReadFile("go.mod")
		fmt.Println(err)
		f, err := os.CreateTemp("", "example-")
		if err != nil {
			panic(err)
		}
		fmt.Fprint(f, "lost")
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			panic(err)
		}
		fmt.Fprint(f, "kept")
		if err := os.WriteFile("old", nil, 0o666); err != nil {
			panic(err)
		}
		_, err = os.OpenFile("old", os.O_CREATE|os.O_EXCL, 0o666)
		fmt.Println(err)
		text, err := os.ReadFile(f.Name())
		if err != nil || f.Close() != nil || os.Remove(f.Name()) != nil {
			panic(err)
		}
		fmt.Println(string(text))
		fmt.Println(os.Mkdir("folder", 0o777))
	case "sleep":
		time.Sleep(time.Hour)
	}
}
