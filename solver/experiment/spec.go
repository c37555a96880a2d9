package experiment

// Spec is everything that decides a run, and nothing else: the same Spec on the same kernel set gives the same bits, on any number
// of workers. It is flat; a field exists only where a study varies it. Zero values are filled by Default and the problem's own
// `default` line; Settings names, documents and bounds each field.
type Spec struct {
	Problem      string             `json:"problem"`        // catalogue name, name@case, or a label when Text is given
	Text         string             `json:"text,omitempty"` // the problem's text, if it is not in the catalogue
	Set          map[string]float64 `json:"set,omitempty"`  // constants that differ from the text's
	Arm          string             `json:"arm"`            // name of the preset that filled the slots
	Seed         uint64             `json:"seed"`           // start of the network and of sampled points
	Steps        int                `json:"steps"`          // optimizer steps, without the finishing phase
	Width        int                `json:"width"`          // units of each hidden layer
	Depth        int                `json:"depth"`          // hidden layers
	Activation   string             `json:"activation"`
	Precision    string             `json:"precision"` // f32 or f64 for training; judging is always f64
	Points       string             `json:"points"`    // "2000", or "pde=2000,bc=200,ic=200" by loss name
	Sampler      string             `json:"sampler"`
	Resample     int                `json:"resample"` // new points every n steps; 0: fixed
	LR           float64            `json:"lr"`
	LREnd        float64            `json:"lr_end"` // learning rate at the last step (exponential, cosine)
	Schedule     string             `json:"schedule"`
	Warmup       int                `json:"warmup"`        // steps of linear warm-up from 0
	Finish       string             `json:"finish"`        // "" or lbfgs
	FinishStep   int                `json:"finish_steps"`  // iterations of the finishing phase at most
	PointWeights string             `json:"point_weights"` // how the points of a loss are weighed
	Weights      string             `json:"weights"`       // how the K losses are weighed
	Direction    string             `json:"direction"`     // how the K gradients are merged
	Optimizer    string             `json:"optimizer"`     // of the first phase
	Correction   string             `json:"correction"`    // what happens to its proposal
	Trunk        string             `json:"trunk"`         // plain, or grown to the size of a network with adapters
	Adapters     string             `json:"adapters"`      // kind of per-loss adapters
	Rank         int                `json:"rank"`          // of each adapter
	Behind       string             `json:"behind"`        // where adapters stand: behind all hidden layers or the last, or at the output
	Form         string             `json:"form"`          // tanh or linear adapters
	Share        float64            `json:"share"`         // scale of the adapters' sum
	RowNorm      float64            `json:"row_norm"`      // norm of the rows of their down-projections at the start
	AdapterLR    float64            `json:"adapter_lr"`    // learning rate of the adapters over the trunk's
	AdaptersFrom int                `json:"adapters_from"` // step from which adapters are trained
	SecondMoment string             `json:"second_moment"` // own or total: whose squares scale a routed adapter's steps
	Orthogonal   float64            `json:"orthogonality"` // penalty on what adapters of different losses share
	Consensus    float64            `json:"consensus"`     // penalty on the spread of private adapters' outputs
	Gates        string             `json:"gates"`         // of local adapters: own or opposite
	Reach        float64            `json:"reach"`         // of local adapters' gates, over the coordinate's extent
	Transform    string             `json:"transform"`     // on or off: the text's hard constraints
	Estimator    string             `json:"estimator"`     // how Laplacians over many coordinates are computed
	Directions   int                `json:"directions"`    // of one estimate
	Inputs       string             `json:"inputs"`        // coordinates as the first layer sees them: raw or scaled
	Fourier      int                `json:"fourier"`       // random Fourier frequencies before the first layer; 0: none
	Scale        float64            `json:"fourier_scale"` // their standard deviation, angular per unit of coordinate
	Log          int                `json:"log"`           // a row of losses and Gram every n steps
}

// Default returns the house defaults: 4 hidden layers of 64 tanh units, Adam 1e-3 to 1e-5 on a cosine, 2000 fixed interior Sobol
// points, 10000 steps in float32.
func Default() Spec {
	return Spec{
		Arm: "none", Seed: 1, Steps: 10000, Width: 64, Depth: 4, Activation: "tanh", Precision: "f32", Points: "2000",
		Sampler: "sobol", LR: 1e-3, LREnd: 1e-5, Schedule: "cosine", FinishStep: 3000,
		PointWeights: "none", Weights: "none", Direction: "sum", Optimizer: "adam", Correction: "none", Trunk: "plain",
		Adapters: "none", Rank: 4, Behind: "all", Form: "tanh", Share: 1, RowNorm: 3, AdapterLR: 1, SecondMoment: "own", Consensus: 1, Gates: "own", Reach: 0.2, Transform: "on", Estimator: "exact", Directions: 16, Inputs: "raw", Scale: 1, Log: 10,
	}
}

// Plain reports whether every slot between the points and the parameters is plain: the run that a profile is made of.
func (s Spec) Plain() bool {
	p := s
	p.clearSlots()
	return p.PointWeights == s.PointWeights && p.Weights == s.Weights && p.Direction == s.Direction && p.Optimizer == s.Optimizer &&
		p.Correction == s.Correction && p.Trunk == s.Trunk && p.Adapters == s.Adapters
}

// clearSlots sets the slots that an arm fills to plain.
func (s *Spec) clearSlots() {
	d := Default()
	s.PointWeights, s.Weights, s.Direction, s.Optimizer, s.Correction = d.PointWeights, d.Weights, d.Direction, d.Optimizer, d.Correction
	s.Trunk, s.Adapters, s.Behind, s.SecondMoment = d.Trunk, d.Adapters, d.Behind, d.SecondMoment
}

// Clone returns a copy that shares no memory with s.
func (s Spec) Clone() Spec {
	if s.Set != nil {
		m := make(map[string]float64, len(s.Set))
		for k, v := range s.Set {
			m[k] = v
		}
		s.Set = m
	}
	return s
}
