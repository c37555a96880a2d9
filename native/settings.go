//go:build native

package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"counterpoint/solver/experiment"
)

// settings are the flags of the command line that stand for the fields of a Spec, one for each of experiment.Settings.
type settings struct {
	given reflect.Value // pointer to a struct of *string, nil where the flag is absent
	held  []experiment.Setting
}

// flags returns a new struct for kong to fill: a *string for each setting but those named, which the command has flags of its own for, named
// and documented by its table.
func (s *settings) flags(but ...string) any {
	var fields []reflect.StructField
	for i, t := range experiment.Settings {
		if slices.Contains(but, t.Name) {
			continue
		}
		s.held = append(s.held, t)
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("Setting%d", i),
			Type: reflect.TypeFor[*string](),
			Tag:  reflect.StructTag(fmt.Sprintf("name:%q help:%q placeholder:%q group:%q", t.Name, t.Doc, placeholder(t), "Settings of the run")),
		})
	}
	s.given = reflect.New(reflect.StructOf(fields))
	return s.given.Interface()
}

// placeholder is what stands for the value in the flag's help.
func placeholder(t experiment.Setting) string {
	switch t.Kind {
	case experiment.Whole:
		return "N"
	case experiment.Real:
		return "X"
	case experiment.Choice:
		return strings.Trim(strings.Join(t.Choices, "|"), "|")
	}
	return "TEXT"
}

// apply sets the fields of spec whose flags were given.
func (s *settings) apply(spec *experiment.Spec) error {
	for i, t := range s.held {
		text := s.given.Elem().Field(i).Interface().(*string)
		if text == nil {
			continue
		}
		if err := t.SetText(spec, *text); err != nil {
			return fmt.Errorf("--%w", err)
		}
	}
	return nil
}

// has reports whether a setting's flag was given.
func (s *settings) has(name string) bool {
	for i, t := range s.held {
		if t.Name == name {
			return !s.given.Elem().Field(i).IsNil()
		}
	}
	return false
}

// args returns the flags that were given, as they are typed.
func (s *settings) args() (args []string) {
	for i, t := range s.held {
		if text := s.given.Elem().Field(i).Interface().(*string); text != nil {
			args = append(args, "--"+t.Name, *text)
		}
	}
	return args
}
