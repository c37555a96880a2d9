//go:build native

package main

import (
	"bytes"
	"html/template"
	"image/color"
	"maps"
	"math"
	"regexp"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"counterpoint/solver/statistics"
)

// ink are the colours of the arms, told apart in most kinds of colour blindness (Okabe and Ito, 2008), in the order of the table; the
// baseline is the first.
var ink = []color.RGBA{{60, 60, 60, 255}, {0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}, {204, 121, 167, 255}, {230, 159, 0, 255}, {86, 180, 233, 255}, {150, 120, 60, 255}}

func inkOf(i int) color.RGBA { return ink[i%len(ink)] }

// newPlot returns an empty plot in the report's type.
func newPlot() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = color.Transparent
	sans := font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(9)}
	for _, style := range []*font.Font{&p.Title.TextStyle.Font, &p.X.Label.TextStyle.Font, &p.Y.Label.TextStyle.Font, &p.X.Tick.Label.Font, &p.Y.Tick.Label.Font, &p.Legend.TextStyle.Font} {
		*style = sans
	}
	return p
}

// forest draws the geometric mean ratio of every arm over the problems with its interval, on a logarithmic axis; empty without arms.
func forest(s study) (template.HTML, error) {
	p := newPlot()
	var names []string
	at := plotter.XYs{}
	lo, hi := 1.0, 1.0
	for i := len(s.Overall) - 1; i >= 0; i-- { // the first arm on top
		a := s.Overall[i]
		if r := a.Steps.Ratio; r[0] != nil && r[1] != nil && r[2] != nil {
			y := float64(len(names))
			name := a.Arm
			if a.Steps.Partial() {
				name += " " + a.Steps.Over()
			}
			names = append(names, name)
			at = append(at, plotter.XY{X: *r[0], Y: y})
			bar, err := plotter.NewLine(plotter.XYs{{X: *r[1], Y: y}, {X: *r[2], Y: y}})
			if err != nil {
				return "", err
			}
			bar.Color, bar.Width = ink[1], vg.Points(2)
			p.Add(bar)
			lo, hi = math.Min(lo, *r[1]), math.Max(hi, *r[2])
		}
	}
	if len(at) == 0 {
		return "", nil
	}
	dots, err := plotter.NewScatter(at)
	if err != nil {
		return "", err
	}
	dots.GlyphStyle = draw.GlyphStyle{Color: ink[1], Radius: vg.Points(4), Shape: draw.CircleGlyph{}}
	one, err := plotter.NewLine(plotter.XYs{{X: 1, Y: -0.6}, {X: 1, Y: float64(len(names)) - 0.4}})
	if err != nil {
		return "", err
	}
	one.Color, one.Dashes = ink[0], []vg.Length{vg.Points(3), vg.Points(3)}
	p.Add(one, dots)
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, decades{}
	p.X.Label.Text = "error over that of " + s.Against + ": geometric mean and 95 % interval; left is better"
	p.X.Min, p.X.Max = lo/1.1, hi*1.1
	p.Y.Min, p.Y.Max = -0.6, float64(len(names))-0.4
	p.NominalY(names...)
	return svg(p, 640, float64(60+26*len(names)), "Ratio of every arm to "+s.Against)
}

// pictures draws the errors of a problem's runs by arm, and the median course of each arm's error over the training time.
func pictures(cells []*cell, problem string) (template.HTML, error) {
	runs, courses := newPlot(), newPlot()
	var names []string
	for _, c := range cells {
		if c.problem != problem {
			continue
		}
		i := len(names)
		names = append(names, c.arm)
		if err := addRuns(runs, c, i); err != nil {
			return "", err
		}
		if err := addCourse(courses, c, i); err != nil {
			return "", err
		}
	}
	for _, p := range []*plot.Plot{runs, courses} {
		p.Y.Label.Text = "relative L2 error"
		if p.Y.Min > 0 && p.Y.Max > 0 && !math.IsInf(p.Y.Min, 0) {
			p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, decades{}
			p.Y.Min, p.Y.Max = p.Y.Min/1.15, p.Y.Max*1.15
		}
	}
	runs.NominalX(names...)
	runs.X.Min, runs.X.Max = -0.5, float64(len(names))-0.5
	runs.X.Tick.Label.Rotation, runs.X.Tick.Label.XAlign, runs.X.Tick.Label.YAlign = math.Pi/7, draw.XRight, draw.YTop
	courses.Legend.Padding, courses.Legend.ThumbnailWidth = vg.Points(2), vg.Points(16)
	courses.X.Label.Text = "seconds of training (median over the seeds)"
	left, err := svg(runs, 420, 300, "Errors of the runs of "+problem)
	if err != nil {
		return "", err
	}
	right, err := svg(courses, 420, 300, "Course of the error of "+problem)
	return left + right, err
}

// addRuns draws a dot for each run that ended and a bar at their median.
func addRuns(p *plot.Plot, c *cell, i int) error {
	var at plotter.XYs
	all := c.errors()
	for k, e := range all {
		if e > 0 && !math.IsInf(e, 1) {
			at = append(at, plotter.XY{X: float64(i) + 0.3*(float64(k)+0.5-float64(len(all))/2)/float64(len(all)), Y: e})
		}
	}
	if len(at) == 0 {
		return nil
	}
	dots, err := plotter.NewScatter(at)
	if err != nil {
		return err
	}
	dots.GlyphStyle = draw.GlyphStyle{Color: inkOf(i), Radius: vg.Points(3), Shape: draw.RingGlyph{}}
	p.Add(dots)
	if m := statistics.Summarize(all).Median; !math.IsInf(m, 1) {
		bar, err := plotter.NewLine(plotter.XYs{{X: float64(i) - 0.3, Y: m}, {X: float64(i) + 0.3, Y: m}})
		if err != nil {
			return err
		}
		bar.Color, bar.Width = inkOf(i), vg.Points(2.5)
		p.Add(bar)
	}
	return nil
}

// addCourse draws the median error over the median time at each of the courses' judgements.
func addCourse(p *plot.Plot, c *cell, i int) error {
	var line plotter.XYs
	longest := 0
	for _, t := range c.seeds {
		longest = max(longest, len(t.course.Seconds))
	}
	for k := range longest {
		var seconds, errors []float64
		for _, seed := range slices.Sorted(maps.Keys(c.seeds)) {
			if t := c.seeds[seed].course; k < len(t.Seconds) {
				seconds, errors = append(seconds, t.Seconds[k]), append(errors, t.Error[k])
			}
		}
		if m := statistics.Summarize(errors).Median; m > 0 && !math.IsInf(m, 1) {
			line = append(line, plotter.XY{X: statistics.Summarize(seconds).Median, Y: m})
		}
	}
	if len(line) == 0 {
		return nil
	}
	l, err := plotter.NewLine(line)
	if err != nil {
		return err
	}
	l.Color, l.Width = inkOf(i), vg.Points(1.8)
	p.Add(l)
	p.Legend.Add(c.arm, l)
	p.Legend.Top = true
	return nil
}

// decades are the ticks of a logarithmic axis: the powers of ten, or 1, 2, 5 if there are few.
type decades struct{}

// Ticks is called by plot.
func (decades) Ticks(lo, hi float64) (out []plot.Tick) {
	few := math.Log10(hi/lo) < 2
	for e := math.Floor(math.Log10(lo)); e <= math.Log10(hi); e++ {
		for m := 1.0; m < 10; m++ {
			v := m * math.Pow(10, e)
			if v < lo || v > hi {
				continue
			}
			t := plot.Tick{Value: v}
			if m == 1 || few && (m == 2 || m == 5) {
				t.Label = label(v)
			}
			out = append(out, t)
		}
	}
	return out
}

func label(v float64) string {
	if v >= 0.01 && v < 1000 {
		return number(&v, "%.3g")
	}
	return number(&v, "%.0e")
}

var xmlHead = regexp.MustCompile(`(?s)^.*?<svg `)

// svg returns the plot as an SVG element with an accessible name.
func svg(p *plot.Plot, width, height float64, name string) (template.HTML, error) {
	c := vgsvg.NewWith(vgsvg.UseWH(vg.Points(width), vg.Points(height)))
	p.Draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return "", err
	}
	element := xmlHead.ReplaceAllString(b.String(), `<svg role="img" aria-label="`+template.HTMLEscapeString(name)+`" `)
	return template.HTML(element), nil
}
