//go:build !js

package site

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
	"time"
)

func TestHandler(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 600, time.UTC)
	file := func(s string, at time.Time) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s), ModTime: at} }
	h := Handler(fstest.MapFS{
		"index.html":    file("html", now),
		"index.html.br": file("html in br", now),
		"page.wasm":     file("wasm", now),
		"page.wasm.br":  file("wasm in br", now),
		"page.wasm.gz":  file("wasm in gz", now),
		"old.js":        file("new", now.Add(time.Nanosecond)),
		"old.js.br":     file("old in br", now),
		"picture.png":   file("\x89PNG\r\n\x1a\n", now),
	})
	tests := []struct {
		path, accept             string
		code                     int
		body, encoding, mimeType string
	}{
		{"/", "gzip, deflate, br, zstd", 200, "html in br", "br", "text/html; charset=utf-8"},
		{"/", "", 200, "html", "", "text/html; charset=utf-8"},
		{"/page.wasm", "br;q=1.0, gzip", 200, "wasm in br", "br", "application/wasm"},
		{"/page.wasm", "gzip", 200, "wasm in gz", "gzip", "application/wasm"},
		{"/page.wasm", "br;q=0, gzip;q=0.5", 200, "wasm in gz", "gzip", "application/wasm"},
		{"/page.wasm", "identity", 200, "wasm", "", "application/wasm"},
		{"/old.js", "br", 200, "new", "", "text/javascript; charset=utf-8"},
		{"/picture.png", "br", 200, "\x89PNG\r\n\x1a\n", "", "image/png"},
		{"/none.wasm", "br", 404, "404 page not found\n", "", "text/plain; charset=utf-8"},
		{"/../../etc/passwd", "br", 404, "404 page not found\n", "", "text/plain; charset=utf-8"},
	}
	for _, tt := range tests {
		t.Run(tt.path+" "+tt.accept, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "http://localhost/", nil)
			r.URL.Path = tt.path
			r.Header.Set("Accept-Encoding", tt.accept)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.code || w.Body.String() != tt.body {
				t.Errorf("got %d %q, want %d %q", w.Code, w.Body, tt.code, tt.body)
			}
			for key, want := range map[string]string{
				"Content-Encoding": tt.encoding, "Content-Type": tt.mimeType, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff",
				"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp",
			} {
				if got := w.Header().Get(key); got != want {
					t.Errorf("%s: got %q, want %q", key, got, want)
				}
			}
		})
	}
}

func TestHandlerRevalidates(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	fsys := fstest.MapFS{"a.js": {Data: []byte("a"), ModTime: now}, "a.js.gz": {Data: []byte("z"), ModTime: now}}
	for _, accept := range []string{"gzip", ""} {
		r := httptest.NewRequest(http.MethodGet, "/a.js", nil)
		r.Header.Set("Accept-Encoding", accept)
		r.Header.Set("If-Modified-Since", now.Format(http.TimeFormat))
		w := httptest.NewRecorder()
		Handler(fsys).ServeHTTP(w, r)
		if w.Code != http.StatusNotModified || w.Body.Len() != 0 {
			t.Errorf("Accept-Encoding %q: got %d with %d bytes, want 304 with none", accept, w.Code, w.Body.Len())
		}
	}
}
