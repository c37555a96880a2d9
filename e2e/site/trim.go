//go:build !js

package site

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/template"
)

// ebiten brings in what the page never uses: text/template, which makes the linker keep every exported method, go/build, a zip
// and a PNG writer. It has no build tag without them, so the page is built with a copy of the module that lacks them: a quarter less to fetch.
// The copy is made here from the pinned version; what is cut out of it stands in four files.

// trimmed is the module that is copied.
const trimmed = "github.com/hajimehoshi/ebiten/v2"

// cuts are the files that are changed, each by a function of its text.
var cuts = map[string]func(string) (string, error){
	"internal/builtinshader/shader.go":     expandShaders,
	"internal/debug/caller.go":             cutCaller,
	"internal/graphicscommand/image_js.go": cutDump,
	"internal/graphicscommand/image.go":    cutPicture,
}

// trim makes the copy, if it is not there, and a go.mod that names it, and returns the flag that builds with it; "" if the module does
// not need ebiten.
func (b *Builder) trim(ctx context.Context) (flag string, err error) {
	mod, err := os.ReadFile(filepath.Join(b.Root, "go.mod"))
	if err != nil || !bytes.Contains(mod, []byte(trimmed)) {
		return "", err
	}
	sum, err := os.ReadFile(filepath.Join(b.Root, "go.sum"))
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", trimmed) // on a machine that has built nothing yet, it is not there
	cmd.Dir, cmd.Stderr = b.Root, b.Log
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("site: go mod download %s: %w\n%s", trimmed, err, out)
	}
	var module struct{ Dir, Version string }
	if err := json.Unmarshal(out, &module); err != nil {
		return "", fmt.Errorf("site: go mod download %s: %w", trimmed, err)
	}
	copied := "out/trim/ebiten-" + module.Version
	if !exists(filepath.Join(b.Root, copied)) {
		if err := copyTrimmed(module.Dir, filepath.Join(b.Root, copied)); err != nil {
			return "", fmt.Errorf("site: a smaller copy of %s: %w", trimmed, err)
		}
	}
	name := filepath.Join(b.Root, "out", "trim", "page.mod")
	mod = append(bytes.TrimRight(mod, "\n"), "\n\nreplace "+trimmed+" => ./"+copied+"\n"...)
	if err := os.WriteFile(name, mod, 0o666); err != nil {
		return "", err
	}
	return "-modfile=" + name, os.WriteFile(strings.TrimSuffix(name, ".mod")+".sum", sum, 0o666)
}

// copyTrimmed copies the module in dir to to, without tests and examples, with the cuts.
func copyTrimmed(dir, to string) error {
	temp := to + ".tmp"
	if err := os.RemoveAll(temp); err != nil {
		return err
	}
	made := 0
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			if rel == "examples" || strings.HasPrefix(d.Name(), ".") && rel != "." {
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(temp, rel), 0o777)
		}
		if strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if cut := cuts[filepath.ToSlash(rel)]; cut != nil {
			text, err := cut(string(data))
			if err != nil {
				return fmt.Errorf("%s: %w", rel, err)
			}
			if data, err = format.Source([]byte(text)); err != nil {
				return fmt.Errorf("%s: %w", rel, err)
			}
			made++
		}
		return os.WriteFile(filepath.Join(temp, rel), data, 0o666)
	})
	if err != nil {
		return err
	}
	if made != len(cuts) {
		return fmt.Errorf("%d of %d files to cut are there", made, len(cuts))
	}
	return os.Rename(temp, to)
}

// errUnknown says that a file is not the one that its cut was written for.
var errUnknown = fmt.Errorf("it is not as expected: see to the cut in e2e/site/trim.go")

// split returns text before from, and from to on; to may be "" for the end.
func split(text, from, to string) (before, after string, err error) {
	i := strings.Index(text, from)
	if i < 0 {
		return "", "", errUnknown
	}
	if to == "" {
		return text[:i], "", nil
	}
	j := strings.Index(text[i:], to)
	if j < 0 {
		return "", "", errUnknown
	}
	return text[:i], text[i+j:], nil
}

// without removes an import.
func without(text, pkg string) string { return strings.Replace(text, "\t\""+pkg+"\"\n", "", 1) }

// expandShaders writes out the shaders that the template makes.
func expandShaders(text string) (string, error) {
	const begin, end = "var tmpl = template.Must(template.New(\"tmpl\").Parse(`", "`))"
	head, rest, err := split(text, begin, end)
	if err != nil {
		return "", err
	}
	source := strings.TrimSuffix(strings.TrimPrefix(text[len(head):], begin), rest)
	_, tail, err := split(rest, end, "//ebitengine:shadersource")
	if err != nil {
		return "", err
	}
	t, err := template.New("tmpl").Parse(source)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, pkg := range []string{"bytes", "fmt", "text/template"} {
		head = without(head, pkg)
	}
	head, _, err = split(without(head, "sync"), "var (\n\tshaders ", "")
	if err != nil {
		return "", err
	}
	out.WriteString(strings.Replace(head, "import (\n)\n", "", 1))
	out.WriteString("var sources = [FilterCount][AddressCount][2][]byte{\n")
	for filter := range 3 {
		out.WriteString("\t{\n")
		for address := range 3 {
			out.WriteString("\t\t{\n")
			for _, colour := range []bool{false, true} {
				var shader strings.Builder
				err := t.Execute(&shader, map[string]any{
					"Filter": filter, "FilterNearest": 0, "FilterLinear": 1, "FilterPixelated": 2,
					"Address": address, "AddressUnsafe": 0, "AddressClampToZero": 1, "AddressRepeat": 2, "UseColorM": colour,
				})
				if err != nil {
					return "", err
				}
				fmt.Fprintf(&out, "\t\t\t[]byte(%q),\n", shader.String())
			}
			out.WriteString("\t\t},\n")
		}
		out.WriteString("\t},\n")
	}
	out.WriteString("}\n\n// ShaderSource returns the built-in shader source for the given parameters.\nfunc ShaderSource(filter Filter, address Address, useColorM bool) []byte {\n" +
		"\tif useColorM {\n\t\treturn sources[filter][address][1]\n\t}\n\treturn sources[filter][address][0]\n}\n\n")
	return out.String() + tail, nil
}

// cutCaller has the debugger's search for the caller find nothing, which is what it finds in a browser: there are no sources.
func cutCaller(text string) (string, error) {
	head, types, err := split(text, "import (", "type CallerType")
	if err != nil {
		return "", err
	}
	types, _, err = split(types, "// FirstCaller", "")
	return head + types + "func FirstCaller() (file string, line int, callerType CallerType) { return \"\", 0, CallerTypeNone }\n", err
}

// cutDump leaves out the download of all images as a zip file, a debugging aid behind a key that the page does not set.
func cutDump(text string) (string, error) {
	head, _, err := split(without(text, "archive/zip"), "// DumpImages", "")
	return head + "func DumpImages(images []*Image, graphicsDriver graphicsdriver.Graphics, dir string) (string, error) { return \"\", nil }\n", err
}

// cutPicture leaves out the PNG that a dumped image would be written as.
func cutPicture(text string) (string, error) {
	const rest = "\treturn nil\n}\n\nfunc LogImagesInfo"
	head, tail, err := split(without(text, trimmed+"/internal/png"), "\tif err := png.Encode(", rest)
	return head + "\t_, _ = w, pix\n\n" + tail, err
}
