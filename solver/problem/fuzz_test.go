package problem

import (
	"strings"
	"testing"

	"counterpoint/solver/expr"
)

// FuzzParse feeds the parser any text: it returns a problem that compiles, or faults that stand within the text.
func FuzzParse(f *testing.F) {
	_, texts := names()
	for _, text := range texts {
		f.Add(text)
	}
	f.Add("coord x in [0, 1]\nfield u\nloss a: d(u, x, 4) = sum(i=1..9: i)*u(x=1)\n")
	f.Add("coord x[4] in ball(1)\nfield u\nconst c[3] = normal(seed 1)\nloss a: lap(u) = sum(i=1..3: c[i]*sin(x[i] + cos(x[i+1])))\nloss b: dn(u) = 0 on sphere(1) where x[1] > 0\n")
	f.Add("time t in [0, 1]\nfield u, v\nmode A, B by t: A' = B; B' = -A; A(0)=1; B(0)=0\nexact u = A\nexact v = B\nloss a: u = exact at 5 random points noise 0.1 seed 2\nloss b: u_t = v\n")
	f.Add("coord x, y in [0, 1]\nfield u\ndomain box - disc(0.5, 0.5, 0.3) part hole\nloss a: lap(u) = 1\nloss b: u = 0 on part hole\n")
	raw, err := openTestdata("faults.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, block := range strings.Split(string(raw), "\n\n") {
		var text strings.Builder
		for _, line := range strings.Split(block, "\n") {
			if l, ok := strings.CutPrefix(line, "|"); ok {
				text.WriteString(strings.TrimPrefix(l, " ") + "\n")
			}
		}
		f.Add(text.String())
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, faults := ParseCase("fuzz.pde", text, "", func(string) ([]byte, error) { return []byte("x,u\n0.5,1\n"), nil })
		if (p == nil) != (len(faults) > 0) || len(faults) > maxFaults {
			t.Fatalf("problem %v with %d faults", p, len(faults))
		}
		lines := strings.Count(text, "\n") + 1
		for _, f := range faults {
			if f.Line < 1 || f.Line > lines || f.Column < 1 || f.Length < 1 || f.Message == "" {
				t.Fatalf("fault out of the text: %+v", f)
			}
		}
		if p == nil {
			return
		}
		bind, err := p.Bind(nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range p.Losses {
			for _, line := range l.Lines {
				if _, err := p.Graph.Compile([]expr.ID{line.Residual}, bind); err != nil && !p.Graph.Full() {
					t.Fatal(err)
				}
			}
		}
	})
}
