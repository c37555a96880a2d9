package problem

import "testing"

func BenchmarkLoad(b *testing.B) {
	for _, name := range []string{"burgers", "boussinesq", "poisson-50d", "heat-50d"} {
		b.Run("problem="+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Load(name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
