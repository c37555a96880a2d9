//go:build !js

package site

import (
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// Handler serves the files of fsys as a site's server should: the compressed twin that the browser accepts, if it is current
// (same modification time); types from a fixed table; revalidation by time on every request; cross-origin isolation, for
// a finer clock. Nothing in the page depends on these headers: any static host will do.
func Handler(fsys fs.FS) http.Handler {
	plain := http.FileServerFS(fsys)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		h.Set("Vary", "Accept-Encoding")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		if t := contentType[path.Ext(name)]; t != "" {
			if serveTwin(w, r, fsys, name, t) {
				return
			}
			if _, err := fs.Stat(fsys, name); err == nil {
				h.Set("Content-Type", t)
			}
		}
		plain.ServeHTTP(w, r)
	})
}

// serveTwin answers with the best current twin of name that the request accepts, and reports whether there was one.
func serveTwin(w http.ResponseWriter, r *http.Request, fsys fs.FS, name, contentType string) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	original, err := fs.Stat(fsys, name)
	if err != nil || original.IsDir() {
		return false
	}
	for _, e := range encodings {
		if !accepts(r.Header.Get("Accept-Encoding"), e.name) {
			continue
		}
		f, modified, ok := openTwin(fsys, name+e.ext)
		if !ok {
			continue
		}
		defer f.Close()
		content, seeks := f.(io.ReadSeeker)
		if !seeks || !modified.Equal(original.ModTime()) {
			continue
		}
		w.Header().Set("Content-Encoding", e.name)
		w.Header().Set("Content-Type", contentType)
		http.ServeContent(w, r, name, modified, content)
		return true
	}
	return false
}

func openTwin(fsys fs.FS, name string) (f fs.File, modified time.Time, ok bool) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, time.Time{}, false
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		f.Close()
		return nil, time.Time{}, false
	}
	return f, info.ModTime(), true
}

// accepts reports whether an Accept-Encoding header names the encoding with a weight above zero.
func accepts(header, encoding string) bool {
	for _, item := range strings.Split(header, ",") {
		name, params, _ := strings.Cut(item, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q, found := strings.CutPrefix(strings.TrimSpace(params), "q=")
		if !found {
			return true
		}
		weight, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
		return err == nil && weight > 0
	}
	return false
}
