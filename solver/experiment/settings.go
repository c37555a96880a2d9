package experiment

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Kind is the type of a setting's value.
type Kind uint8

// The kinds: a whole number, a real number, one of Choices, free text.
const (
	Whole Kind = iota
	Real
	Choice
	Words
)

// Setting describes one field of Spec: the table that flags, URL fragments and the page's controls are made from.
type Setting struct {
	Name     string   `json:"name"`
	Doc      string   `json:"doc"` // one line, lower case, unit included
	Kind     Kind     `json:"kind"`
	Min, Max float64  // Whole and Real
	Choices  []string `json:"choices,omitempty"`

	get func(*Spec) any // pointer to the field
}

// The methods there are, by slot, in the order of menus. Package loss implements the PointWeightings, combine the Weightings and
// Directions, optimize the Optimizers and Corrections, network the AdapterKinds.
var (
	PointWeightings = []string{"none", "rba", "self-adaptive", "causal"}
	Optimizers      = []string{"adam", "multiadam", "m-config"}
	Corrections     = []string{"none", "gua"}
	AdapterKinds    = []string{"none", "shared", "output", "routed", "private", "local"}
	Weightings      = []string{"none", "gradnorm", "nash", "jointrate", "jointrate-adam", "lra", "ntk", "relobralo", "softadapt", "gradnorm-chen", "uncertainty", "dwa"}
	Directions      = []string{"sum", "pcgrad", "gradvac", "cagrad", "mgda", "imtl-g", "nash-mtl", "aligned-mtl", "config", "dcgd", "upgrad"}
)

// Settings lists every field of Spec that text can set, in the order of menus.
var Settings = []Setting{
	{Name: "seed", Doc: "start of the weights and of sampled points", Kind: Whole, Max: 1 << 53, get: func(s *Spec) any { return &s.Seed }},
	{Name: "steps", Doc: "optimizer steps", Kind: Whole, Min: 1, Max: 1e7, get: func(s *Spec) any { return &s.Steps }},
	{Name: "width", Doc: "units of each hidden layer", Kind: Whole, Min: 1, Max: 1024, get: func(s *Spec) any { return &s.Width }},
	{Name: "depth", Doc: "hidden layers", Kind: Whole, Min: 1, Max: 32, get: func(s *Spec) any { return &s.Depth }},
	{Name: "activation", Doc: "activation of the hidden layers", Kind: Choice, Choices: []string{"tanh", "sin", "silu"}, get: func(s *Spec) any { return &s.Activation }},
	{Name: "precision", Doc: "arithmetic of the training; results are judged in f64", Kind: Choice, Choices: []string{"f32", "f64"}, get: func(s *Spec) any { return &s.Precision }},
	{Name: "points", Doc: "interior points, or name=n,name=n by loss", Kind: Words, get: func(s *Spec) any { return &s.Points }},
	{Name: "sampler", Doc: "how points are placed", Kind: Choice, Choices: []string{"sobol", "halton", "lhs", "uniform"}, get: func(s *Spec) any { return &s.Sampler }},
	{Name: "resample", Doc: "new points every n steps; 0 keeps them", Kind: Whole, Max: 1e7, get: func(s *Spec) any { return &s.Resample }},
	{Name: "lr", Doc: "learning rate", Kind: Real, Min: 1e-12, Max: 1e12, get: func(s *Spec) any { return &s.LR }},
	{Name: "lr-end", Doc: "learning rate at the last step", Kind: Real, Min: 0, Max: 1e12, get: func(s *Spec) any { return &s.LREnd }},
	{Name: "schedule", Doc: "course of the learning rate", Kind: Choice, Choices: []string{"cosine", "exponential", "constant"}, get: func(s *Spec) any { return &s.Schedule }},
	{Name: "warmup", Doc: "steps of linear warm-up", Kind: Whole, Max: 1e7, get: func(s *Spec) any { return &s.Warmup }},
	{Name: "finish", Doc: "second phase after the last step", Kind: Choice, Choices: []string{"", "lbfgs"}, get: func(s *Spec) any { return &s.Finish }},
	{Name: "finish-steps", Doc: "iterations of the second phase at most", Kind: Whole, Min: 1, Max: 1e7, get: func(s *Spec) any { return &s.FinishStep }},
	{Name: "weights", Doc: "how the losses are weighed", Kind: Choice, Choices: Weightings, get: func(s *Spec) any { return &s.Weights }},
	{Name: "direction", Doc: "how the gradients are merged", Kind: Choice, Choices: Directions, get: func(s *Spec) any { return &s.Direction }},
	{Name: "optimizer", Doc: "how the gradients become a step", Kind: Choice, Choices: Optimizers, get: func(s *Spec) any { return &s.Optimizer }},
	{Name: "correction", Doc: "what is done to the optimizer's proposal", Kind: Choice, Choices: Corrections, get: func(s *Spec) any { return &s.Correction }},
	{Name: "point-weights", Doc: "how the points of a loss are weighed", Kind: Choice, Choices: PointWeightings, get: func(s *Spec) any { return &s.PointWeights }},
	{Name: "trunk", Doc: "plain, or wider or deeper: as many parameters as shared adapters of the same rank and place would give", Kind: Choice, Choices: []string{"plain", "wide", "deep"}, get: func(s *Spec) any { return &s.Trunk }},
	{Name: "adapters", Doc: "one low-rank adapter per loss: shared, at the output, routed, private or local", Kind: Choice, Choices: AdapterKinds, get: func(s *Spec) any { return &s.Adapters }},
	{Name: "rank", Doc: "rank of each adapter", Kind: Whole, Min: 1, Max: 64, get: func(s *Spec) any { return &s.Rank }},
	{Name: "behind", Doc: "where adapters stand: behind all hidden layers or the last, or at the output", Kind: Choice, Choices: []string{"all", "last", "output"}, get: func(s *Spec) any { return &s.Behind }},
	{Name: "form", Doc: "adapters with a tanh, or linear", Kind: Choice, Choices: []string{"tanh", "linear"}, get: func(s *Spec) any { return &s.Form }},
	{Name: "share", Doc: "scale of the adapters' sum", Kind: Real, Min: 1e-6, Max: 1e6, get: func(s *Spec) any { return &s.Share }},
	{Name: "row-norm", Doc: "norm of the rows of the adapters' down-projections at the start", Kind: Real, Min: 1e-6, Max: 1e6, get: func(s *Spec) any { return &s.RowNorm }},
	{Name: "adapter-lr", Doc: "learning rate of the adapters over the trunk's", Kind: Real, Min: 0, Max: 1e6, get: func(s *Spec) any { return &s.AdapterLR }},
	{Name: "adapters-from", Doc: "step from which adapters are trained", Kind: Whole, Max: 1e7, get: func(s *Spec) any { return &s.AdaptersFrom }},
	{Name: "second-moment", Doc: "whose squares scale a routed adapter's steps: its own gradient's or the total's", Kind: Choice, Choices: []string{"own", "total"}, get: func(s *Spec) any { return &s.SecondMoment }},
	{Name: "orthogonality", Doc: "penalty on the overlap of the adapters of different losses", Kind: Real, Max: 1e6, get: func(s *Spec) any { return &s.Orthogonal }},
	{Name: "consensus", Doc: "penalty on the spread of private adapters' outputs", Kind: Real, Max: 1e6, get: func(s *Spec) any { return &s.Consensus }},
	{Name: "gates", Doc: "where local adapters act: own, where their losses live, or opposite, a control", Kind: Choice, Choices: []string{"own", "opposite"}, get: func(s *Spec) any { return &s.Gates }},
	{Name: "reach", Doc: "how far local adapters reach from an end of a coordinate, over its extent", Kind: Real, Min: 1e-3, Max: 1e3, get: func(s *Spec) any { return &s.Reach }},
	{Name: "transform", Doc: "hard constraints of the text", Kind: Choice, Choices: []string{"on", "off"}, get: func(s *Spec) any { return &s.Transform }},
	{Name: "estimator", Doc: "Laplacian over many coordinates: exact, or its estimate from random directions", Kind: Choice, Choices: []string{"exact", "sparse", "dense", "hutchinson"}, get: func(s *Spec) any { return &s.Estimator }},
	{Name: "directions", Doc: "random directions of one estimate, at most half of the coordinates", Kind: Whole, Min: 1, Max: 125, get: func(s *Spec) any { return &s.Directions }},
	{Name: "inputs", Doc: "coordinates as the first layer sees them: raw, or with mean 0 and the spread of [-1, 1]", Kind: Choice, Choices: []string{"raw", "scaled"}, get: func(s *Spec) any { return &s.Inputs }},
	{Name: "fourier", Doc: "random Fourier frequencies before the first layer; 0 for none", Kind: Whole, Max: 1024, get: func(s *Spec) any { return &s.Fourier }},
	{Name: "fourier-scale", Doc: "standard deviation of the frequencies, angular per unit of coordinate", Kind: Real, Min: 1e-6, Max: 1e6, get: func(s *Spec) any { return &s.Scale }},
	{Name: "log", Doc: "steps between two logged rows", Kind: Whole, Min: 1, Max: 1e6, get: func(s *Spec) any { return &s.Log }},
}

// FindSetting returns the setting of that name, or nil.
func FindSetting(name string) *Setting {
	for i := range Settings {
		if Settings[i].Name == name {
			return &Settings[i]
		}
	}
	return nil
}

// Text returns the value of the setting in s as text that SetText reads back exactly.
func (t *Setting) Text(s *Spec) string {
	switch p := t.get(s).(type) {
	case *uint64:
		return strconv.FormatUint(*p, 10)
	case *int:
		return strconv.Itoa(*p)
	case *float64:
		return strconv.FormatFloat(*p, 'g', -1, 64)
	case *string:
		return *p
	}
	panic("experiment: setting of unknown type")
}

// SetText parses text into the setting's field of s. On error s is unchanged and the error says what is allowed.
func (t *Setting) SetText(s *Spec, text string) error {
	switch p := t.get(s).(type) {
	case *uint64:
		v, err := strconv.ParseUint(text, 10, 64)
		if err != nil || float64(v) > t.Max {
			return t.wants(text)
		}
		*p = v
	case *int:
		v, err := strconv.Atoi(text)
		if err != nil || float64(v) < t.Min || float64(v) > t.Max {
			return t.wants(text)
		}
		*p = v
	case *float64:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(v) || v < t.Min || v > t.Max {
			return t.wants(text)
		}
		*p = v
	case *string:
		if t.Kind == Choice && !has(t.Choices, text) {
			return t.wants(text)
		}
		*p = text
	default:
		panic("experiment: setting of unknown type")
	}
	return nil
}

func (t *Setting) wants(text string) error {
	if len(text) > 40 {
		text = text[:40] + "..."
	}
	switch t.Kind {
	case Whole:
		return fmt.Errorf("%s: %q is not a whole number from %.0f to %.0f", t.Name, text, t.Min, t.Max)
	case Real:
		return fmt.Errorf("%s: %q is not a number from %g to %g", t.Name, text, t.Min, t.Max)
	}
	quoted := make([]string, len(t.Choices))
	for i, c := range t.Choices {
		quoted[i] = c
		if c == "" {
			quoted[i] = "nothing"
		}
	}
	return fmt.Errorf("%s: %q is none of %s", t.Name, text, strings.Join(quoted, ", "))
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Check reports the first setting of s that is out of its range.
func (s *Spec) Check() error {
	for i := range Settings {
		t := &Settings[i]
		c := *s
		if err := t.SetText(&c, t.Text(s)); err != nil {
			return err
		}
	}
	for name, v := range s.Set {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("set: %s=%g is not a finite number", name, v)
		}
	}
	return nil
}
