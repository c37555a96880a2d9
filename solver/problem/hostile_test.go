package problem

import (
	"fmt"
	"strings"
	"testing"

	"counterpoint/solver/expr"
)

// idsOf lists the residuals of lines.
func idsOf(lines []Line) []expr.ID {
	out := make([]expr.ID, len(lines))
	for i, l := range lines {
		out[i] = l.Residual
	}
	return out
}

// TestHostile parses texts made to take for ever. That it ends is the test; what it says is checked where it must be a fault.
func TestHostile(t *testing.T) {
	head := "coord x in [0, 1]\ntime t in [0, 1]\nfield u\n"
	var double, places, consts, losses, solids strings.Builder
	double.WriteString(head + "let a0 = u + u_xx\n")
	for i := range 60 {
		fmt.Fprintf(&double, "let a%d = a%d + 2*sin(x)*a%d\n", i+1, i, i)
	}
	double.WriteString("loss a: a60 = a59*a58\n")
	places.WriteString(head + "loss a: u_t = 0")
	for i := range 3000 {
		fmt.Fprintf(&places, " + u(x=%g)", float64(i)/3000)
	}
	for i := range 30000 {
		fmt.Fprintf(&consts, "const c%d = %d\n", i, i)
		fmt.Fprintf(&losses, "loss l%d: u = %d\n", i, i)
	}
	solids.WriteString("coord x, y in [0, 1]\nfield u\nloss a: lap(u) = 1\ndomain box")
	for range 2000 {
		solids.WriteString(" - disc(0.5, 0.5, 0.1)")
	}
	checked := 0
	for name, tt := range map[string]struct {
		text  string
		right bool
	}{
		"doubled sums":     {double.String(), true},
		"nested sums":      {head + "loss a: u_t = sum(i=1..900: sum(j=1..900: sin(i*j*x)*u))\n", false},
		"long sum":         {head + "loss a: u_t = u" + strings.Repeat("+u", 400) + "\n", true},
		"longer sum":       {head + "loss a: u_t = u" + strings.Repeat("+u", 30000) + "\n", false},
		"statement":        {head + "loss a: u_t = u" + strings.Repeat("+u", 300000) + "\n", false},
		"places":           {places.String(), false},
		"constants":        {head + consts.String(), false},
		"losses":           {head + losses.String(), false},
		"solids":           {solids.String(), false},
		"two-body 250":     {"coord x[250] in [0, 1]\nfield u\nexact u = (1 - normsq(x))*sum(i=1..249: sin(x[i] + cos(x[i+1])))\nloss a: lap(lap(u)) = mms\n", false},
		"minus signs":      {head + "loss a: u_t = " + strings.Repeat("-", 30000) + "u\n", false},
		"parentheses":      {head + "loss a: u_t = " + strings.Repeat("(", 30000) + "u\n", false},
		"powers":           {head + "loss a: u_t = u" + strings.Repeat("^2", 300) + "\n", false},
		"huge mode":        {head + "mode A by t: A' = 1e300*A; A(0)=1\nexact u = A\nloss a: u = exact\n", true},
		"many points":      {head + "exact u = x\nloss a: u = exact at 9000000 random points\n", false},
		"thin condition":   {head + "exact u = x\nloss a: u = exact at 10 random points where x < 1e-9\n", false},
		"split suffix":     {"coord a, aa in [0, 1]\nfield u\nloss q: u_" + strings.Repeat("a", 190) + "b = 0\n", false},
		"faults":           {strings.Repeat("los\n", 50000), false},
		"faults in losses": {head + strings.Repeat("loss a: u = $\n", 50000), false},
	} {
		p, faults := Parse("hostile.pde", tt.text)
		if (p != nil) != tt.right || len(faults) > maxFaults {
			t.Errorf("%s: problem %v, faults %.300v", name, p != nil, faults)
		}
		if p != nil {
			bind, err := p.Bind(nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range p.Losses {
				if _, err := p.Graph.Compile(idsOf(l.Lines), bind); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		checked++
	}
	if checked < 15 {
		t.Fatalf("only %d texts", checked)
	}
}
