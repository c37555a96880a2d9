package control

import (
	"strconv"

	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
	"github.com/hexops/vecty/prop"

	"counterpoint/solver/experiment"
	"counterpoint/ui/state"
)

// bench is the benchmark in place of the laboratory: a table that fills as the worker measures.
func (p *Panel) bench() vecty.ComponentOrHTML {
	b := &p.Store.Bench
	part, what := b.Progress()
	var rows vecty.List
	for i := range b.Rows {
		rows = append(rows, benchRow(&b.Rows[i]))
	}
	return elem.Div(vecty.Markup(prop.ID("app"), vecty.Class("panel", "bench")),
		elem.Heading2(vecty.Text("How long a training step takes in this browser")),
		elem.Paragraph(vecty.Markup(vecty.Class("hint")), vecty.Text("The step of the terminal's bench, on one web worker: the best of many short blocks. "+
			"The ceiling is what independent multiply-adds on registers reached between the blocks, in this page; the fraction is GFLOP/s of the matrix products over it. "+
			"× portable is how many times as long a step takes with the portable kernels.")),
		elem.Div(vecty.Markup(vecty.Class("bar", "bench-bar")),
			elem.Progress(vecty.Markup(prop.ID("bench-part"), vecty.Attribute("aria-label", "measured"), vecty.Attribute("max", "1"), vecty.Attribute("value", strconv.FormatFloat(part, 'f', 3, 64)))),
			button("bench-copy", "Copy JSON", "plain", "copy what is measured, a line of JSON a measurement", false, func() { p.Store.Dispatch(state.CopyBench{}) }),
			elem.Anchor(vecty.Markup(prop.Href("#"), prop.ID("bench-close"), vecty.Class("btn", "plain")), vecty.Text("Back to the laboratory")),
		),
		elem.Paragraph(vecty.Markup(prop.ID("status"), vecty.Class("status"), vecty.Attribute("role", "status"), vecty.Attribute("aria-live", "polite")), vecty.Text(what+" "+p.Store.Status)),
		p.troubles(),
		elem.Div(vecty.Markup(vecty.Class("scroll")), elem.Table(vecty.Markup(prop.ID("bench-table")),
			headings("problem", "ms/step", "median ms", "fraction", "× portable", "GFLOP/s", "ceiling GFLOP/s", "kernel", "precision", "network", "points"),
			elem.TableBody(rows),
		)),
		elem.Details(elem.Summary(vecty.Text("JSON")), elem.Preformatted(vecty.Markup(prop.ID("bench-json")), vecty.Text(b.JSON()))),
	)
}

// benchRow is what is known of one problem. What failed with the portable kernels has a row of its own below.
func benchRow(r *state.BenchRow) vecty.ComponentOrHTML {
	t, head := r.Fast, rowHead(r.Problem)
	fault := elem.TableData(vecty.Markup(vecty.Attribute("colspan", "10"), vecty.Class("bad")), vecty.Text(r.Fault))
	if t == nil {
		if r.Fault != "" {
			return elem.TableRow(head, fault)
		}
		t = &experiment.Timing{}
	}
	number := func(v float64, digits int) *vecty.HTML {
		if v == 0 {
			return cell("–")
		}
		return cell(strconv.FormatFloat(v, 'f', digits, 64))
	}
	row := elem.TableRow(head, number(t.Milliseconds, 2), number(t.Median, 2), number(t.Fraction, 2), number(r.Ratio(), 1), number(t.Gflops, 1), number(t.Peak, 1),
		cell(t.Kernel), cell(t.Precision), cell(t.Network), cell(t.Points))
	if r.Fault == "" {
		return row
	}
	return vecty.List{row, elem.TableRow(rowHead("with portable kernels"), fault)}
}
