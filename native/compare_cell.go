//go:build native

package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"counterpoint/solver/experiment"
	"counterpoint/solver/statistics"
)

// cell is the runs of one problem and one arm. Runs of one seed are a pair with those of another cell: they have the same network at the
// start, as far as both have its blocks, and the same points.
type cell struct {
	problem, arm     string
	settings         string // those that all the problem's rows share and that differ from the defaults
	seeds            map[uint64]outcome
	failed, unjudged int
	seconds, perStep []float64 // sorted; of runs that were done
	first, last      []float64 // sorted; shares of steps in conflict, at the start and at the end
}

// outcome is one run that counts.
type outcome struct {
	err    float64 // relative L2 error, +Inf if it diverged
	course statistics.Course
	row    *sweepRow
}

// gather sorts the rows into cells: by problem in the order of the rows, then by arm. Where rows of a problem differ in more than arm and seed, the
// arm's name goes on with the settings that are not the problem's most frequent ones: "none depth=5". Where arms differ in their steps alone,
// these are no such setting.
func gather(rows []sweepRow) []*cell {
	var out []*cell
	at := map[[2]string]*cell{}
	usual, order := usualSettings(rows)
	steps := countSteps(rows)
	for _, r := range rows {
		key := [2]string{problemLabel(r.Spec), r.Arm}
		leveled := steps.level(key[0])
		for _, name := range order {
			if leveled && name == "steps" {
				continue
			}
			if v := settingText(&r.Spec, name); v != "" && v != usual[key[0]][name] {
				key[1] += " " + name + "=" + v
			}
		}
		c := at[key]
		if c == nil {
			c = &cell{problem: key[0], arm: key[1], seeds: map[uint64]outcome{}}
			at[key] = c
			out = append(out, c)
		}
		c.add(r)
	}
	problems := map[string]int{}
	for _, c := range out {
		slices.Sort(c.seconds)
		slices.Sort(c.perStep)
		slices.Sort(c.first)
		slices.Sort(c.last)
		if _, ok := problems[c.problem]; !ok {
			problems[c.problem] = len(problems)
		}
	}
	for _, c := range out {
		taken := usual[c.problem]["steps"] + " steps"
		if steps.level(c.problem) {
			taken = steps.text(c.problem)
		}
		c.settings = fmt.Sprintf("%s, %s x %s %s, lr %s to %s", taken, usual[c.problem]["depth"], usual[c.problem]["width"], usual[c.problem]["activation"],
			usual[c.problem]["lr"], usual[c.problem]["lr-end"])
	}
	slices.SortStableFunc(out, func(a, b *cell) int { return cmp.Compare(problems[a.problem], problems[b.problem]) })
	return out
}

// problemLabel is the problem's name with the constants that were set.
func problemLabel(s experiment.Spec) string {
	label := s.Problem
	for _, name := range slices.Sorted(maps.Keys(s.Set)) {
		label += fmt.Sprintf(" %s=%g", name, s.Set[name])
	}
	return label
}

// settingText is the value of a setting as text, empty where the arm's own preset says the same.
func settingText(s *experiment.Spec, name string) string {
	text := experiment.FindSetting(name).Text(s)
	preset := experiment.Default()
	if chooses(s.Arm) || experiment.ApplyArm(&preset, s.Arm) != nil {
		preset = experiment.Default()
	}
	slot := name == "weights" || name == "direction" || name == "adapters"
	plain := experiment.Default()
	own := experiment.FindSetting(name).Text(&preset)
	if text == own && (slot || own != experiment.FindSetting(name).Text(&plain)) {
		return ""
	}
	return text
}

// usualSettings returns, by problem, each setting's most frequent value, the first seen among equals; and the settings' names without
// the seed.
func usualSettings(rows []sweepRow) (usual map[string]map[string]string, order []string) {
	usual = map[string]map[string]string{}
	for i := range experiment.Settings {
		name := experiment.Settings[i].Name
		if name == "seed" {
			continue
		}
		order = append(order, name)
		counts := map[[2]string]int{}
		for _, r := range rows {
			label, v := problemLabel(r.Spec), settingText(&r.Spec, name)
			if usual[label] == nil {
				usual[label] = map[string]string{}
			}
			if v == "" {
				continue
			}
			counts[[2]string{label, v}]++
			if best, ok := usual[label][name]; !ok || counts[[2]string{label, v}] > counts[[2]string{label, best}] {
				usual[label][name] = v
			}
		}
	}
	return usual, order
}

func (c *cell) add(r sweepRow) {
	switch {
	case r.Status == "diverged":
		c.seeds[r.Seed] = outcome{math.Inf(1), r.whole(), &r}
		return
	case r.Status != "done":
		c.failed++
		return
	case r.Error == nil:
		c.unjudged++
	default:
		c.seeds[r.Seed] = outcome{*r.Error, r.whole(), &r}
	}
	if first, last := r.Conflict.First.rate(), r.Conflict.Last.rate(); first != nil && last != nil {
		c.first, c.last = append(c.first, *first), append(c.last, *last)
	}
	c.seconds = append(c.seconds, r.Seconds)
	c.perStep = append(c.perStep, 1e3*r.Seconds/math.Max(1, float64(r.Steps)))
}

// errors returns the errors by ascending seed.
func (c *cell) errors() (out []float64) {
	for _, seed := range slices.Sorted(maps.Keys(c.seeds)) {
		out = append(out, c.seeds[seed].err)
	}
	return out
}

// paired returns the errors of the seeds that both cells have: at the runs' ends, and after the training time of the shorter run of
// each pair, where both courses are known.
func (c *cell) paired(base *cell) (ends, times pairs) {
	for _, seed := range slices.Sorted(maps.Keys(c.seeds)) {
		b, ok := base.seeds[seed]
		if !ok {
			continue
		}
		a := c.seeds[seed]
		ends.add(a.err, b.err)
		t := math.Min(a.course.End(), b.course.End())
		if x, y := a.course.At(t), b.course.At(t); !math.IsNaN(x) && !math.IsNaN(y) {
			times.add(x, y)
		}
	}
	return ends, times
}

// pairs are errors of two arms.
type pairs struct{ a, b []float64 }

func (p *pairs) add(a, b float64) { p.a, p.b = append(p.a, a), append(p.b, b) }

// armsOf lists the arms of cells in their order.
func armsOf(cells []*cell) (arms []string) {
	for _, c := range cells {
		if !slices.Contains(arms, c.arm) {
			arms = append(arms, c.arm)
		}
	}
	return arms
}

// problemsOf lists the problems of cells in their order.
func problemsOf(cells []*cell) (problems []string) {
	for _, c := range cells {
		if !slices.Contains(problems, c.problem) {
			problems = append(problems, c.problem)
		}
	}
	return problems
}
