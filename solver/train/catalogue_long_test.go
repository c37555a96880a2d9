//go:build long

package train

import "testing"

func TestCatalogueTrainsLong(t *testing.T) {
	for _, precision := range []string{"f32", "f64"} {
		t.Run(precision, func(t *testing.T) { trainCatalogue(t, 200, precision) })
	}
}
