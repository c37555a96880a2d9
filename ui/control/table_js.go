package control

import (
	"github.com/hexops/vecty"
	"github.com/hexops/vecty/elem"
)

// columnHead, rowHead and cell are what tables are made of.
func columnHead(t string) *vecty.HTML {
	return elem.TableHeader(vecty.Markup(vecty.Attribute("scope", "col")), vecty.Text(t))
}

func rowHead(t string) *vecty.HTML {
	return elem.TableHeader(vecty.Markup(vecty.Attribute("scope", "row")), vecty.Text(t))
}

func cell(t string) *vecty.HTML { return elem.TableData(vecty.Text(t)) }

// headings is the head of a table.
func headings(names ...string) *vecty.HTML {
	var row vecty.List
	for _, n := range names {
		row = append(row, columnHead(n))
	}
	return elem.TableHead(elem.TableRow(row))
}

// against names what a loss is in conflict with.
func against(names string) string {
	if names == "" {
		return "none"
	}
	return names
}
