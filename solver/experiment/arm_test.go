package experiment

import "testing"

func TestArms(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range Arms() {
		if seen[a.Name] || a.Doc == "" {
			t.Errorf("arm %q is listed twice or has no doc", a.Name)
		}
		seen[a.Name] = true
		s := Default()
		s.Direction = "mgda" // what another arm left
		if err := ApplyArm(&s, a.Name); err != nil {
			t.Errorf("%s: %v", a.Name, err)
		}
		if err := s.Check(); err != nil || s.Arm != a.Name {
			t.Errorf("%s gives a Spec that is not allowed: %v", a.Name, err)
		}
		if a.Set["direction"] == "" && s.Direction != "sum" {
			t.Errorf("%s keeps the direction %s", a.Name, s.Direction)
		}
	}
	s := Default()
	if len(seen) == 0 || ApplyArm(&s, "magic") == nil {
		t.Error("an unknown arm was applied")
	}
}
