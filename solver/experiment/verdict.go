package experiment

// The regimes a run can be in.
const (
	RegimeNone        = "none"        // unit weights serve every loss
	RegimeMagnitude   = "magnitude"   // they do not, some weights do
	RegimeDirectional = "directional" // no weights do, persistently
	RegimeSingle      = "single"      // fewer than two losses have gradients
	RegimeUndecided   = "undecided"   // the record does not allow a verdict
)

// Verdict is what a profile of a run says: the regime, the numbers that decided it, what to do.
type Verdict struct {
	Regime   string     `json:"regime"`
	Firm     bool       `json:"firm"` // no deciding interval crosses its threshold
	Or       string     `json:"or,omitempty"`
	Remedy   Remedy     `json:"remedy"`
	Advice   string     `json:"advice,omitempty"` // what the tangent kernel adds, where one was computed: try another metric first, or none will do
	Evidence []Evidence `json:"evidence"`
	Caveats  []string   `json:"caveats,omitempty"`
	Losses   []string   `json:"losses"` // those that took part
	Rows     int        `json:"rows"`   // profiled steps that were read
	// Counterfactual is the first-order effect each arm would have had over the profiled steps at equal step length.
	Counterfactual []Counterfactual `json:"counterfactual,omitempty"`
	Blocks         []BlockEvidence  `json:"blocks,omitempty"` // by block of parameters, where that was recorded
	Pairs          []PairEvidence   `json:"pairs,omitempty"`  // of losses
}

// BlockEvidence is the conflict within one block of parameters: medians over the last half of the window, in the raw metric, as if the
// other blocks stood still.
type BlockEvidence struct {
	Name      string  `json:"name"`
	Best      float64 `json:"phi_*"`
	Unit      float64 `json:"phi_1"`
	Imbalance float64 `json:"imbalance"`
	Share     float64 `json:"share"` // of the squared gradient norms of all blocks
	Votes     bool    `json:"votes"` // false for coefficients: a scalar's cosines are 1 or -1 whatever the losses
}

// PairEvidence is what two losses do to each other: medians over the last half of the window. Both descend under weights whose ratio of
// weighted gradient norms lies between Lo and Hi; Ratio is that of unit weights, which lie Inside in this share of rows.
type PairEvidence struct {
	A        string  `json:"a"`
	B        string  `json:"b"`
	Cosine   float64 `json:"cosine"`
	Rate     float64 `json:"rate"`  // joint rate sqrt((1+c)/2)
	Ratio    float64 `json:"ratio"` // |g_a|/|g_b|
	Lo       float64 `json:"lo"`
	Hi       float64 `json:"hi"` // +Inf without conflict: null in JSON
	Inside   float64 `json:"inside"`
	Conflict float64 `json:"conflict"` // share of rows with a cosine below -0.1
	Longest  int     `json:"longest"`  // run of such rows
}

// Remedy names an arm and says why in a sentence. Expected is the gain that was measured on other problems, in words.
type Remedy struct {
	Arm      string `json:"arm"`
	Reason   string `json:"reason"`
	Expected string `json:"expected"`
}

// Evidence is one statistic against its threshold: median and 95 % interval over the last half of the window. Threshold is NaN-free:
// 0 with Decides false for what is shown only.
type Evidence struct {
	Name      string  `json:"name"`
	Meaning   string  `json:"meaning"`
	Value     float64 `json:"value"`
	Lo        float64 `json:"lo"`
	Hi        float64 `json:"hi"`
	Threshold float64 `json:"threshold"`
	Decides   bool    `json:"decides"`
}

// Counterfactual is the median over profiled steps of each loss's relative rate under one arm, per unit of step length: positive is
// descent.
type Counterfactual struct {
	Arm   string    `json:"arm"`
	Rate  []float64 `json:"rate"`  // one per loss
	Worst float64   `json:"worst"` // median of sqrt(K) times the smallest retained fraction
}
