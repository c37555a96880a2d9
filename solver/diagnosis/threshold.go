package diagnosis

import "fmt"

// Thresholds decide the regime. They are starting values with the reasons given, chosen so that a loss counts as served when it
// descends at least a third as fast as with mutually orthogonal gradients; on five problems any Kappa from 0.27 to 0.75 sorted
// alike. They are not claimed optimal: what they are worth on a held-out half of the catalogue is in docs/diagnosis.md.
//
// The least numbers of rows are what the 95 % interval of a median needs. The bootstrap draws blocks of five rows, so that it takes two
// blocks to draw anything but the window itself. Where noise is taken out of spells of at least ten rows there is one value a spell; from the
// smallest to the largest of n independent values lies the median with probability 1 - 2^(1-n), 0.94 for five.
type Thresholds struct {
	Kappa  float64 // a loss is served if sqrt(K) times its retained fraction is at least this
	Share  float64 // conflict persists if this share of rows is below Kappa
	Trust  float64 // least share of steps whose losses moved as the first order says
	Rows   int     // least rows for a verdict, of the last half of a profile, which is what is looked at
	Spells int     // the same in spells, where noise is taken out of them
}

// Default are the thresholds in use.
var Default = Thresholds{Kappa: 1.0 / 3, Share: 0.5, Trust: 0.6, Rows: 2 * block, Spells: 5}

// short says what a window lacks for a verdict, "" if nothing.
func (t Thresholds) short(w *window) string {
	need := t.Rows
	if w.noise != nil {
		if len(w.best) >= t.Spells {
			return ""
		}
		need = t.Spells * leastSpell
	}
	if w.rows >= need {
		return ""
	}
	return fmt.Sprintf("the last half of the profile holds %d of the %d rows that a verdict needs: profile more steps, %d rows in all (%d steps at a row every ten)", w.rows, need, 2*need, 20*need)
}
