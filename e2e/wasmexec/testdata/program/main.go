// Command program does what its first argument says, for the tests of wasmexec.
package main

import (
	"fmt"
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
		fmt.Println(os.WriteFile("new", nil, 0o666))
	case "sleep":
		time.Sleep(time.Hour)
	}
}
