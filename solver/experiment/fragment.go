package experiment

import (
	"fmt"
	"net/url"
	"sort"
	"strconv"
	"strings"
)

// MaxFragment is the longest URL fragment that ParseFragment reads, in bytes.
const MaxFragment = 1 << 16

// Fragment writes s as readable key=value pairs for a URL: the problem, the seed, and whatever differs from base. Constants
// are written as set.NAME=value, a text of the user's own as text=.
func (s Spec) Fragment(base Spec) string {
	pair := func(k, v string) string { return k + "=" + strings.ReplaceAll(url.QueryEscape(v), "%2C", ",") }
	out := []string{pair("problem", s.Problem)}
	if s.Text != "" {
		out = append(out, pair("text", s.Text))
	}
	for i := range Settings {
		t := &Settings[i]
		if v := t.Text(&s); t.Name == "seed" || v != t.Text(&base) {
			out = append(out, pair(t.Name, v))
		}
	}
	names := make([]string, 0, len(s.Set))
	for n := range s.Set {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		out = append(out, pair("set."+n, strconv.FormatFloat(s.Set[n], 'g', -1, 64)))
	}
	return strings.Join(out, "&")
}

// ParseFragment reads what Fragment wrote over base. Keys that are not the Spec's are returned in rest, for the page's own state;
// values that are out of range are left at base and reported, one message each. It never fails as a whole.
func ParseFragment(text string, base Spec) (s Spec, rest map[string]string, problems []string) {
	s, rest = base.Clone(), map[string]string{}
	if len(text) > MaxFragment {
		return s, rest, []string{fmt.Sprintf("the link is %d bytes long; %d are read at most, so it was ignored", len(text), MaxFragment)}
	}
	for _, pair := range strings.Split(strings.TrimPrefix(text, "#"), "&") {
		if pair == "" {
			continue
		}
		k, v, _ := strings.Cut(pair, "=")
		v, err := url.QueryUnescape(v)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%.40s: not readable as a link's value", k))
			continue
		}
		switch name, isSet := strings.CutPrefix(k, "set."); {
		case k == "problem":
			s.Problem = v
		case k == "text":
			s.Text = v
		case isSet:
			x, err := strconv.ParseFloat(v, 64)
			if err != nil || x != x || x-x != 0 {
				problems = append(problems, fmt.Sprintf("%.40s: %.40q is not a finite number", k, v))
				continue
			}
			if s.Set == nil {
				s.Set = map[string]float64{}
			}
			s.Set[name] = x
		default:
			t := FindSetting(k)
			if t == nil {
				rest[k] = v
				continue
			}
			if err := t.SetText(&s, v); err != nil {
				problems = append(problems, err.Error())
			}
		}
	}
	return s, rest, problems
}
