package diagnosis

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Gain is what an arm brought over the problems whose plain runs were in one regime: the plain run's error over the arm's, geometric mean
// with a 95 % bootstrap interval over the problems, at equal steps or time. Above 1 the arm is better.
type Gain struct {
	Regime   string  `json:"regime"`
	Arm      string  `json:"arm"`
	Problems int     `json:"problems"`
	Ratio    float64 `json:"ratio"`
	Lo       float64 `json:"lo"`
	Hi       float64 `json:"hi"`
}

// quoted is what verdicts quote of a Calibration: the page would have to carry the whole type for reading more.
type quoted struct {
	Equal string
	Cross []struct {
		Name                 string
		Hits, Configurations int
	}
	Gains []Gain
}

// measured is the calibration that was committed, in the form that `calibrate --json` writes; empty while there is no such file.
var measured = sync.OnceValues(func() (quoted, error) {
	b, err := study("calibration/calibration.json")
	if b == nil {
		return quoted{}, err
	}
	return readCalibration(b)
})

func readCalibration(b []byte) (c quoted, err error) {
	if err := json.Unmarshal(b, &c); err != nil {
		return quoted{}, fmt.Errorf("calibration: %w", err)
	}
	if c.Equal != "steps" && c.Equal != "time" {
		return quoted{}, fmt.Errorf("calibration: equal is %q; want steps or time", c.Equal)
	}
	for _, g := range c.Gains {
		if g.Problems < 1 || !(g.Ratio > 0) || !(g.Lo > 0) || !(g.Hi >= g.Lo) {
			return quoted{}, fmt.Errorf("calibration: %s in regime %s: gain %g [%g, %g] over %d problems", g.Arm, g.Regime, g.Ratio, g.Lo, g.Hi, g.Problems)
		}
	}
	return c, nil
}

// uncalibrated is what is expected where nothing was measured.
const uncalibrated = "not calibrated yet"

// expected says what the calibration measured in the regime, the remedy's gain first, and how often a trial found the best arm.
func expected(regime, remedy string, c quoted) string {
	if remedy == "jointrate" {
		remedy = "weights" // the arm's other name
	}
	var texts []string
	problems := 0
	for _, g := range c.Gains {
		if g.Regime != regime {
			continue
		}
		text := fmt.Sprintf("%s with %s [%s, %s]", figure(g.Ratio), g.Arm, figure(g.Lo), figure(g.Hi))
		if problems = g.Problems; g.Arm == remedy {
			texts = slices.Insert(texts, 0, text)
		} else {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		return uncalibrated
	}
	text := fmt.Sprintf("how many times lower the error was, over %d problems in this regime at equal %s: %s", problems, c.Equal, strings.Join(texts, ", "))
	if c.Equal == "steps" && strings.Contains(text, "adapters") {
		text += "; a step with adapters takes two to three times as long"
	}
	for _, s := range c.Cross {
		switch s.Name {
		case VerdictInUse:
			text += fmt.Sprintf(". On problems that nothing was fitted on the verdict chose well %d times of %d", s.Hits, s.Configurations)
		case VerdictThenTrial:
			text += fmt.Sprintf(", and with a trial of the arms %d of %d", s.Hits, s.Configurations)
		}
	}
	return text
}

// figure writes two digits, or a whole number.
func figure(x float64) string {
	if x >= 100 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}
