package train

import (
	"fmt"
	"math"

	"counterpoint/solver/collocation"
	"counterpoint/solver/experiment"
	"counterpoint/solver/loss"
	"counterpoint/solver/network"
	"counterpoint/solver/problem"
	"counterpoint/solver/reference"
)

// embedding returns what stands before the first layer: exactly periodic coordinates if the text asks for them, random Fourier features
// if the Spec does, nil otherwise.
func embedding(s *experiment.Spec, p *problem.Problem) (*network.Embedding, error) {
	period, any := make([]float64, len(p.Coords)), false
	for i, on := range p.Periodic {
		if on {
			period[i], any = p.Coords[i].Hi-p.Coords[i].Lo, true
		}
	}
	switch {
	case any && s.Fourier > 0:
		return nil, fmt.Errorf("fourier: problem %s is exactly periodic already; take --fourier 0, or the periodic line out of the text", p.Name)
	case any:
		return network.Periodic(period, 1), nil
	case s.Fourier > 0:
		return network.Fourier(len(p.Coords), s.Fourier, s.Scale, s.Seed), nil
	}
	return nil, nil
}

// scaling returns what gives every coordinate the mean 0 and the spread of [-1, 1], whose variance is 1/3, over the domain, if the Spec
// asks for it, nil otherwise. In a ball of many dimensions coordinates are far smaller than its radius.
func scaling(s *experiment.Spec, p *problem.Problem, e *network.Embedding) (center, scale []float64, err error) {
	if s.Inputs != "scaled" {
		return nil, nil, nil
	}
	if e != nil {
		return nil, nil, fmt.Errorf("inputs: frequencies are those of the coordinates as they are; take --inputs raw with --fourier or a periodic line")
	}
	const n = 1024
	sampler, err := collocation.Find("sobol")
	if err != nil {
		return nil, nil, err
	}
	region, _ := reference.Interior(p)
	d := len(p.Coords)
	x, _, err := collocation.Place(region, d, n, sampler, 1, 0)
	if err != nil {
		return nil, nil, err
	}
	center, scale = make([]float64, d), make([]float64, d)
	for i := range d {
		for k := range n {
			center[i] += x[k*d+i] / n
		}
		v := 0.0
		for k := range n {
			v += (x[k*d+i] - center[i]) * (x[k*d+i] - center[i]) / n
		}
		scale[i] = 1 / math.Sqrt(3*v)
	}
	return center, scale, nil
}

// hard reports whether the text's hard constraints are in force.
func (r *Run) hard() bool { return r.spec.Transform != "off" && loss.Transformed(r.p) }

// estimated reports whether the Spec has Laplacians estimated.
func (r *Run) estimated() bool { return loss.Estimator{Kind: r.spec.Estimator}.On() }

// estimator is how Laplacians over many coordinates are computed: as the Spec says, but exactly in the finishing phase.
func (r *Run) estimator() loss.Estimator {
	if r.finish != nil {
		return loss.Estimator{}
	}
	return loss.Estimator{Kind: r.spec.Estimator, Directions: r.spec.Directions}
}

// Directions is the number of random directions that an estimate of a Laplacian draws, 0 where all are exact: the Spec's, but at most half
// of the Laplacian's coordinates.
func (r *Run) Directions() int {
	if r.single != nil {
		return r.single.losses.Directions()
	}
	return r.double.losses.Directions()
}

// elsewhere is who computes some of the shards: nobody in a run whose Laplacians are estimated, since a helper knows neither the step's
// directions nor, in float64, when the finishing phase begins.
func (r *Run) elsewhere() loss.Elsewhere {
	if r.estimated() {
		return nil
	}
	return r.opt.Elsewhere
}

// unknowns returns the present values of the unknown scalars.
func (r *Run) unknowns() []float64 {
	out := make([]float64, len(r.p.Unknowns))
	for i, u := range r.p.Unknowns {
		out[i] = loss.Value(u, r.parameter(r.shape.Params()+i))
	}
	return out
}

// truthAt returns the reference for data that only it knows: nil unless a line has such data.
func (r *Run) truthAt() (func(x, out []float64), error) {
	needs := false
	for _, l := range r.p.Losses {
		for _, line := range l.Lines {
			needs = needs || line.Data != nil
		}
	}
	if !needs || r.p.Truth == nil {
		return nil, nil
	}
	f, err := reference.For(r.p, r.bind)
	if err != nil || f == nil {
		return nil, err
	}
	return f.At, nil
}
