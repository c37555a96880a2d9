//go:build native

package main

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"counterpoint/solver/diagnosis"
	"counterpoint/solver/experiment"
	"counterpoint/solver/statistics"
)

// calibrate fits the diagnosis's threshold and remedies on half of a sweep's problems and tests them on the other half.
type calibrate struct {
	studied
	Time bool `name:"equal-time" help:"compare errors after the training time of the shortest run of a seed instead of at the runs' ends"`
	JSON bool `name:"json" help:"as JSON"`
}

// Run is called by kong.
func (c *calibrate) Run(t *terminal) error {
	rows, leveled, err := c.rows()
	if err != nil {
		return err
	}
	read, equal := atEnds, "steps"
	if c.Time {
		read = atEqualTime
	}
	if c.Time || leveled {
		equal = "time"
	}
	configurations, left := configurationsOf(rows, c.Arms, read)
	result, err := diagnosis.Calibrate(configurations, c.Arms)
	if err != nil {
		return failed(fmt.Errorf("%w (%d problems have all arms and a profile, %d do not)", err, len(configurations), len(left)))
	}
	result.Equal, result.Gains = equal, gainsOf(rows, c.Arms, c.Time)
	if c.JSON {
		return writeJSON(t.stdout, result)
	}
	if err := writeCalibration(t.stdout, result, c.Arms); err != nil {
		return failed(err)
	}
	if result.Rule.Trial == nil {
		fmt.Fprintln(t.stderr, "no trial: not every row says which of its losses are equations")
	}
	if len(left) > 0 {
		fmt.Fprintf(t.stderr, "left out, for want of an arm, of a seed in common, or of evidence: %s\n", strings.Join(left, ", "))
	}
	return nil
}

// configurationsOf gathers the problems that have been run with every arm and whose plain runs were profiled, and names the others. read
// sets the configuration's errors and misfits from the runs of each arm.
func configurationsOf(rows []sweepRow, arms []string, read func(*diagnosis.Configuration, []*cell)) (out []diagnosis.Configuration, left []string) {
	cells := gather(rows)
	for _, problem := range problemsOf(cells) {
		said, _ := profileOf(problem, rows)
		c := diagnosis.Configuration{Problem: problem, Best: said.median("phi_*"), Slow: said.median("phi_*E"), Unit: said.median("phi_1"), Error: map[string]float64{}}
		runs, lacking := armsOn(problem, cells, arms)
		if lacking != "" || math.IsNaN(c.Best+c.Slow+c.Unit) {
			left = append(left, problem)
			continue
		}
		if read(&c, runs); len(c.Seeds) == 0 || slices.ContainsFunc(slices.Collect(maps.Values(c.Error)), math.IsNaN) {
			left = append(left, problem)
			continue
		}
		out = append(out, c)
	}
	return out, left
}

// gainsOf says what each arm brought over the problems of each regime that have been run with all of them: at the runs' ends, or after
// the time of the shorter run of each pair.
func gainsOf(rows []sweepRow, arms []string, time bool) (out []diagnosis.Gain) {
	groups := map[[2]string][][]float64{} // by regime and arm: of each problem, the log ratios of its pairs
	cells := gather(rows)
	for _, problem := range problemsOf(cells) {
		said, ok := profileOf(problem, rows)
		runs, lacking := armsOn(problem, cells, arms)
		if !ok || lacking != "" {
			continue
		}
		plain := runs[slices.Index(arms, "none")]
		for _, c := range runs {
			if c != plain {
				ends, times := plain.paired(c)
				if time {
					ends = times
				}
				key := [2]string{said.regime, c.arm}
				groups[key] = appendSome(groups[key], ends.logs())
			}
		}
	}
	for _, regime := range []string{experiment.RegimeNone, experiment.RegimeMagnitude, experiment.RegimeDirectional} {
		for _, arm := range arms {
			g := groups[[2]string{regime, arm}]
			if ratio, _ := statistics.GeometricMeanRatioWithin(g); len(g) > 0 && !math.IsNaN(ratio.Lo+ratio.Value+ratio.Hi) {
				out = append(out, diagnosis.Gain{Regime: regime, Arm: arm, Problems: len(g), Ratio: ratio.Value, Lo: ratio.Lo, Hi: ratio.Hi})
			}
		}
	}
	return out
}

func writeCalibration(w io.Writer, c diagnosis.Calibration, arms []string) error {
	fmt.Fprintf(w, "fitted on %d problems: kappa %.2f", c.Fit.Configs, c.Rule.Kappa)
	for _, regime := range slices.Sorted(maps.Keys(c.Rule.Arm)) {
		fmt.Fprintf(w, ", %s -> %s", regime, c.Rule.Arm[regime])
	}
	fmt.Fprintf(w, "; hits %d of %d, regret %.3f decades\n", c.Fit.Hits, c.Fit.Configs, c.Fit.Regret)
	if c.Rule.Trial != nil {
		fmt.Fprintf(w, "a trial judges after %s of the time, and costs %.1f runs in all\n", c.Rule.Trial, c.Rule.Trial.Cost(len(arms)))
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, part := range []struct {
		title  string
		scores []diagnosis.Score
	}{{"tested on the others", c.Test}, {"both halves, each by what was fitted on the other", c.Cross}} {
		fmt.Fprintf(tw, "\n%s\n\nchoice\thits\thit rate, 95 %% interval over problems\tregret (decades)\n", part.title)
		for _, s := range part.scores {
			fmt.Fprintf(tw, "%s\t%d of %d\t%.0f %% [%.0f, %.0f]\t%.3f\n", s.Name, s.Hits, s.Configs, 100*float64(s.Hits)/float64(s.Configs), 100*s.Lo, 100*s.Hi, s.Regret)
		}
	}
	fmt.Fprintf(tw, "\nregime\\best arm\t%s\n", strings.Join(arms, "\t"))
	for _, regime := range slices.Sorted(maps.Keys(c.Confusion)) {
		fmt.Fprint(tw, regime)
		for _, arm := range arms {
			fmt.Fprintf(tw, "\t%d", c.Confusion[regime][arm])
		}
		fmt.Fprintln(tw)
	}
	return tw.Flush()
}
