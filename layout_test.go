//go:build !js

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"counterpoint/e2e/site"
)

// fileCeiling is the most lines a file may have that no generator wrote.
const fileCeiling = 600

// builds are the ways the module is compiled: ./... alone hides the packages that only the other tags or the browser have.
var builds = []struct {
	name string
	args []string
	env  []string
}{
	{"plain", nil, nil},
	{"native", []string{"-tags=native"}, nil},
	{"purego", []string{"-tags=purego"}, nil},
	{"js", nil, []string{"GOOS=js", "GOARCH=wasm"}},
}

// pkg is what `go list` says of a package.
type pkg struct {
	ImportPath, Doc string
	Imports, Deps   []string
}

// row is one row of the table in ARCHITECTURE.md.
type row struct {
	layer int
	name  string
}

var rowPattern = regexp.MustCompile("^\\| (\\d+) \\| `([^`]+)` \\|")

// readRows reads the table, by package folder.
func readRows(t *testing.T) []row {
	t.Helper()
	f, err := os.Open("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []row
	for s := bufio.NewScanner(f); s.Scan(); {
		if m := rowPattern.FindStringSubmatch(s.Text()); m != nil {
			layer, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, row{layer, m[2]})
		}
	}
	if len(rows) == 0 {
		t.Fatal("ARCHITECTURE.md has no row of the form | layer | `package` | ... |")
	}
	return rows
}

// folder returns the folder of an import path of this module, and false for another module's.
func folder(importPath string) (string, bool) {
	if importPath == site.Module {
		return ".", true
	}
	return strings.CutPrefix(importPath, site.Module+"/")
}

// find returns the row that a folder belongs to: its own, or the nearest parent's. The root's row is for the root alone.
func find(rows []row, dir string) (row, bool) {
	for ; dir != "."; dir = path.Dir(dir) {
		if i := slices.IndexFunc(rows, func(r row) bool { return r.name == dir }); i >= 0 {
			return rows[i], true
		}
	}
	return row{}, false
}

func rowOf(rows []row, dir string) (row, bool) {
	if dir == "." {
		i := slices.IndexFunc(rows, func(r row) bool { return r.name == "." })
		return row{layer: rows[max(i, 0)].layer, name: "."}, i >= 0
	}
	return find(rows, dir)
}

// list returns the module's packages in one build.
func list(t *testing.T, args, env []string) []pkg {
	t.Helper()
	cmd := exec.Command("go", append(append([]string{"list", "-json=ImportPath,Doc,Imports,Deps"}, args...), "./...")...)
	cmd.Env = append(os.Environ(), env...)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, &complaint)
	}
	var pkgs []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

func TestLayers(t *testing.T) {
	rows := readRows(t)
	used := map[string]bool{}
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			packages, imports := 0, 0
			for _, p := range list(t, b.args, b.env) {
				dir, _ := folder(p.ImportPath)
				from, ok := rowOf(rows, dir)
				if !ok {
					t.Errorf("%s has no row in ARCHITECTURE.md", dir)
					continue
				}
				packages++
				used[from.name] = true
				if p.Doc == "" {
					t.Errorf("%s has no package comment", dir)
				}
				imports += checkImports(t, rows, from, dir, p)
			}
			t.Logf("checked %d packages and %d imports of the module's own", packages, imports)
			if packages == 0 || imports == 0 {
				t.Error("nothing was checked")
			}
		})
	}
	for _, r := range rows {
		if !used[r.name] {
			t.Errorf("ARCHITECTURE.md has a row for %s, which is no package in any build", r.name)
		}
	}
}

// checkImports checks what package p in folder dir imports and returns the number of imports of the module's own.
func checkImports(t *testing.T, rows []row, from row, dir string, p pkg) (checked int) {
	for _, path := range p.Imports {
		if to, own := folder(path); own {
			checked++
			checkImport(t, rows, from, dir, to)
		} else if strings.HasPrefix(dir, "solver/") && forbidden(path) {
			t.Errorf("%s imports %s: the solver draws nothing and knows no browser and no network", dir, path)
		}
	}
	if strings.HasPrefix(dir, "solver/") && slices.Contains(p.Deps, "net") {
		t.Errorf("%s depends on package net", dir)
	}
	return checked
}

// forbidden reports whether a package of the solver may not import path.
func forbidden(path string) bool {
	for _, prefix := range []string{"syscall/js", "image/draw", "net/http", "github.com/hexops/vecty", "github.com/hajimehoshi/ebiten", "github.com/chromedp", "github.com/alecthomas/kong", "github.com/schollz/progressbar"} {
		if path == prefix || strings.HasPrefix(path, prefix+"/") {
			return true
		}
	}
	return false
}

// checkImport checks one import between folders of the module.
func checkImport(t *testing.T, rows []row, from row, dir, to string) {
	target, ok := rowOf(rows, to)
	if !ok {
		t.Errorf("%s imports %s, which has no row in ARCHITECTURE.md", dir, to)
		return
	}
	if target.name != from.name && target.layer >= from.layer {
		t.Errorf("%s (layer %d) imports %s (layer %d)", dir, from.layer, to, target.layer)
	}
	inSolver := strings.HasPrefix(to, "solver/")
	if page := from.name == "wasm/page" || strings.HasPrefix(dir, "ui/"); page && inSolver && to != "solver/experiment" {
		t.Errorf("%s imports %s: the page knows only solver/experiment", dir, to)
	}
	if strings.HasPrefix(dir, "solver/") && !inSolver {
		t.Errorf("%s imports %s, outside solver/", dir, to)
	}
	if strings.HasPrefix(to, "ui/") && !strings.HasPrefix(dir, "ui/") && from.name != "wasm/page" {
		t.Errorf("%s imports %s: ui belongs to the page", dir, to)
	}
}

// browserOnly are the import paths whose files end in _js.go: they do not compile, or do not start, elsewhere.
var browserOnly = regexp.MustCompile(`^(syscall/js|github\.com/hexops/vecty(/.*)?|github\.com/hajimehoshi/ebiten/v2(/.*)?)$`)

func TestFiles(t *testing.T) {
	files, browser := 0, 0
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if d.Name() == "testdata" || name != "." && strings.HasPrefix(d.Name(), ".") || name == "out" || name == "site" {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		files++
		if checkFile(t, name) {
			browser++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("checked %d files, %d of them for the browser only", files, browser)
	if files == 0 || browser == 0 {
		t.Error("nothing was checked")
	}
}

// checkFile checks the length and the name of a Go file and reports whether it is for the browser only.
func checkFile(t *testing.T, name string) (browser bool) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Error(err)
		return false
	}
	f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		t.Error(err)
		return false
	}
	if n := strings.Count(string(text), "\n"); n > fileCeiling && !ast.IsGenerated(f) {
		t.Errorf("%s has %d lines, %d are allowed: give its second idea a file", name, n, fileCeiling)
	}
	for _, i := range f.Imports {
		if path := strings.Trim(i.Path.Value, `"`); browserOnly.MatchString(path) {
			browser = true
			if !strings.HasSuffix(name, "_js.go") && !strings.HasSuffix(name, "_js_test.go") {
				t.Errorf("%s imports %s: its name must end in _js.go", name, path)
			}
		}
	}
	return browser
}
