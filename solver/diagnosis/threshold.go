package diagnosis

// Thresholds decide the regime. They are starting values with the reasons given, chosen so that a loss counts as served when it
// descends at least a third as fast as with mutually orthogonal gradients; on five problems any Kappa from 0.27 to 0.75 sorted
// alike. They are not claimed optimal, and not yet calibrated on a held-out half of the catalogue.
type Thresholds struct {
	Kappa float64 // a loss is served if sqrt(K) times its retained fraction is at least this
	Share float64 // conflict persists if this share of rows is below Kappa
	Trust float64 // least share of steps whose losses moved as the first order says
}

// Default are the thresholds in use.
var Default = Thresholds{Kappa: 1.0 / 3, Share: 0.5, Trust: 0.6}
