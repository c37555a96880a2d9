package diagnosis

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// TestAtlas: what is committed can be read; what README.md shows is read as it says, and comes back the same.
func TestAtlas(t *testing.T) {
	if a, err := Atlas(); err != nil || len(a.Points) < 60 {
		t.Errorf("%+v, %v", a, err)
	}
	doc, err := studies.ReadFile("atlas/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(doc), `    {"command"`)
	text, _, _ = strings.Cut(text, "\n\n")
	a, err := readAtlas([]byte(`{"command"` + text))
	if err != nil {
		t.Fatal(err)
	}
	if p := a.Points[0]; p.Problem != "burgers" || p.Best != 0.01 || p.Winner != "adapters+weights" || p.Hi != 2.1 || !p.Firm {
		t.Errorf("read %+v", p)
	}
	a.Points[0].Norm = math.NaN()
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	again, err := readAtlas(b)
	if err != nil || !math.IsNaN(again.Points[0].Norm) || again.Points[0].Unit != a.Points[0].Unit {
		t.Errorf("came back as %+v (%v)", again, err)
	}
	refused := 0
	for _, bad := range []string{`{`, `{"command":"x","points":[]}`, strings.Replace(string(b), `"gain":1.4`, `"gain":null`, 1), strings.Replace(string(b), `"seeds":5`, `"seeds":0`, 1)} {
		if _, err := readAtlas([]byte(bad)); err == nil {
			t.Errorf("%.60s is taken", bad)
		}
		refused++
	}
	if refused != 4 {
		t.Errorf("%d tried", refused)
	}
}
