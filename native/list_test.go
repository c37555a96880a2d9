//go:build native

package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"counterpoint/solver/experiment"
	"counterpoint/solver/problem"
)

// The document is what the program writes.
func TestCatalogueDocumentIsCurrent(t *testing.T) {
	var b strings.Builder
	if err := markdown(&b); err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../docs/catalogue.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != b.String() {
		t.Error("docs/catalogue.md is stale; write it with: go run -tags native ./native list --markdown > docs/catalogue.md")
	}
	if n := strings.Count(b.String(), "\n### "); n < 100 {
		t.Errorf("only %d problems are described", n)
	}
}

var publishedForm = regexp.MustCompile(`^\d(\.\d+)?e-\d+ "[^"]+"(; \d(\.\d+)?e-\d+ "[^"]+")*$`)

// What is promised of the catalogue, counted: its size, families, dimensions, and what each entry says.
func TestCatalogueByCount(t *testing.T) {
	code, stdout, _ := try("list", "--json")
	var entries []experiment.Entry
	if err := json.Unmarshal([]byte(stdout), &entries); code != 0 || err != nil {
		t.Fatalf("exit code %d, %v", code, err)
	}
	if len(entries) < 120 {
		t.Errorf("%d entries, want 120", len(entries))
	}
	family, dims, published, intervals := map[string]int{}, map[int]int{}, 0, 0
	for _, e := range entries {
		family[e.Family]++
		if e.Title == "" || e.Source == "" || e.Note == "" || len(e.Tags) == 0 || e.Truth == "" || e.Truth == "none" {
			t.Errorf("%s: title %q, source %q, note %q, tags %q, truth %q", e.Name, e.Title, e.Source, e.Note, e.Tags, e.Truth)
		}
		if e.Published != "" {
			published++
			if !publishedForm.MatchString(e.Published) {
				t.Errorf("%s: published %s: want errors, each with the method and its parameters in quotes", e.Name, e.Published)
			}
		}
		if e.Family == "high-dim" {
			n := 0
			for _, c := range e.Coords {
				if strings.HasPrefix(c, "x") {
					n++
				}
			}
			dims[n]++
		}
		if e.Family == "parameter" && strings.Contains(e.Name, "parametric") {
			intervals++
		}
	}
	for _, f := range experiment.Families {
		if family[f] < 8 {
			t.Errorf("family %s has %d entries, want 8", f, family[f])
		}
	}
	for n, want := range map[int]int{5: 1, 10: 1, 20: 1, 50: 1, 100: 3} {
		if dims[n] < want {
			t.Errorf("%d entries in %d dimensions, want %d", dims[n], n, want)
		}
	}
	if published < 40 || intervals < 3 {
		t.Errorf("%d entries with published errors, %d networks over an interval of a parameter", published, intervals)
	}
}

// TestCatalogueHasItsPictures: every picture that docs/catalogue.md shows is there, and none besides.
func TestCatalogueHasItsPictures(t *testing.T) {
	names := map[string]bool{}
	for _, name := range problem.Names() {
		if !strings.Contains(name, "@") {
			names[name+".png"] = true
		}
	}
	files, err := os.ReadDir("../docs/thumbnails")
	if err != nil || len(names) == 0 {
		t.Fatal(err, len(names))
	}
	for _, f := range files {
		if !names[f.Name()] {
			t.Errorf("docs/thumbnails/%s belongs to no problem", f.Name())
		}
		delete(names, f.Name())
	}
	for name := range names {
		t.Errorf("docs/thumbnails/%s is missing: go run -tags native ./native gallery --folder docs/thumbnails", name)
	}
}
