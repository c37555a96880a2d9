//go:build native

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"counterpoint/solver/experiment"
	"counterpoint/solver/interchange"
	"counterpoint/solver/train"
)

// export writes the fields of a run for ParaView and VTK.
type export struct {
	Folder string `arg:"" name:"dir" help:"folder of a run (solve --out)"`
	To     string `help:"folder to write fields.pvd and its .vti files to (default vtk in the run's folder)" placeholder:"DIR"`
	Points int    `help:"grid points along each axis in space (default 129, 33 in three dimensions)" placeholder:"N"`
	Times  int    `help:"instants of a problem in time" default:"21" placeholder:"N"`
	Kernel string `help:"kernel set" placeholder:"NAME"`
}

// Run is called by kong.
func (e *export) Run(t *terminal) error {
	if e.Points != 0 && (e.Points < 2 || e.Points > 2048) || e.Times < 1 || e.Times > 100000 {
		return wrong(fmt.Errorf("export takes --points from 2 to 2048 and --times from 1 to 100000"))
	}
	spec, err := readSpec(e.Folder, e.Folder)
	if err != nil {
		return wrong(err)
	}
	f := folder{dir: e.Folder}
	data, err := os.ReadFile(f.path("checkpoint.safetensors"))
	if err != nil {
		return wrong(fmt.Errorf("%s: the run there has no checkpoint yet (%w)", e.Folder, err))
	}
	run, err := takeUp(data, spec, train.Options{Kernel: e.Kernel}, f.path("checkpoint.safetensors"), io.Discard)
	if err != nil {
		return err
	}
	defer run.Close()
	if e.To == "" {
		e.To = f.path("vtk")
	}
	if err := makeFolder("--to", e.To); err != nil {
		return err
	}
	files, err := e.write(run)
	if err != nil {
		return failed(err)
	}
	if err := interchange.WriteFile(filepath.Join(e.To, "fields.pvd"), func(w io.Writer) error { return interchange.WritePVD(w, files) }); err != nil {
		return failed(err)
	}
	fmt.Fprintln(t.stdout, filepath.Join(e.To, "fields.pvd"))
	return nil
}

// write writes an image for every instant.
func (e *export) write(run *train.Run) (files []interchange.Instant, err error) {
	x := newExtract(run.Info().Axes, e.Points)
	for i := range max(1, e.Times) {
		at := interchange.Instant{File: "fields.vti"}
		if x.time >= 0 {
			c := x.axes[x.time]
			at.File, at.Time = fmt.Sprintf("fields%04d.vti", i), c.Lo+(c.Hi-c.Lo)*float64(i)/float64(max(1, e.Times-1))
		}
		m, err := x.image(run, at.Time)
		if err != nil {
			return nil, err
		}
		if err := interchange.WriteFile(filepath.Join(e.To, at.File), func(w io.Writer) error { return interchange.WriteVTI(w, m) }); err != nil {
			return nil, err
		}
		if files = append(files, at); x.time < 0 {
			break
		}
	}
	return files, nil
}

// extract is the grid over the first three coordinates in space, or over time if there is no other; further ones are held at their middle.
type extract struct {
	axes  []experiment.Coord
	time  int // the coordinate in time, -1 without
	space []int
	view  experiment.View
	grid  interchange.Image
}

func newExtract(axes []experiment.Coord, n int) *extract {
	x := &extract{axes: axes, time: -1, view: experiment.View{Y: -1, H: 1}}
	for i, c := range axes {
		x.view.Slice = append(x.view.Slice, (c.Lo+c.Hi)/2)
		switch {
		case c.Time:
			x.time = i
		case len(x.space) < 3:
			x.space = append(x.space, i)
		}
	}
	if len(x.space) == 0 {
		x.space, x.time = []int{x.time}, -1
	}
	if n == 0 {
		n = interchange.FieldPoints
		if len(x.space) == 3 {
			n = 33
		}
	}
	x.grid.Points, x.grid.Spacing = [3]int{1, 1, 1}, [3]float64{1, 1, 1}
	for k, i := range x.space {
		x.grid.Points[k], x.grid.Origin[k], x.grid.Spacing[k] = n, axes[i].Lo, (axes[i].Hi-axes[i].Lo)/float64(n-1)
	}
	x.view.X, x.view.W = x.space[0], n
	if len(x.space) > 1 {
		x.view.Y, x.view.H = x.space[1], n
	}
	return x
}

// image evaluates every field at the given time: its prediction under its name, NAME.truth and NAME.error where there is a reference;
// and the equations' residual.
func (x *extract) image(run *train.Run, time float64) (interchange.Image, error) {
	m, info := x.grid, run.Info()
	if x.time >= 0 {
		x.view.Slice[x.time] = time
	}
	suffix := map[string]string{experiment.Prediction: "", experiment.Truth: ".truth", experiment.Error: ".error"}
	for field, name := range info.Fields {
		x.view.Field, x.view.Quantities = field, []string{experiment.Prediction}
		if info.Truth != "none" {
			x.view.Quantities = append(x.view.Quantities, experiment.Truth, experiment.Error)
		}
		names := make([]string, len(x.view.Quantities))
		for i, q := range x.view.Quantities {
			names[i] = name + suffix[q]
		}
		if field == len(info.Fields)-1 {
			x.view.Quantities, names = append(x.view.Quantities, experiment.Residual), append(names, "residual")
		}
		arrays, err := x.values(run, names)
		if err != nil {
			return m, err
		}
		m.Arrays = append(m.Arrays, arrays...)
	}
	return m, nil
}

// values evaluates the view's quantities, layer by layer along the third axis.
func (x *extract) values(run *train.Run, names []string) ([]experiment.Array, error) {
	arrays := make([]experiment.Array, len(names))
	for i, name := range names {
		arrays[i] = experiment.NewArray(name, make([]float32, 0, x.grid.Points[0]*x.grid.Points[1]*x.grid.Points[2]))
	}
	for k := range x.grid.Points[2] {
		if len(x.space) == 3 {
			x.view.Slice[x.space[2]] = x.grid.Origin[2] + float64(k)*x.grid.Spacing[2]
		}
		grids := make([]experiment.Grid, len(names))
		if err := run.Grid(x.view, grids); err != nil {
			return nil, err
		}
		for i := range grids {
			arrays[i].F32 = append(arrays[i].F32, grids[i].Value...)
		}
	}
	for i := range arrays {
		arrays[i].Shape = []int{len(arrays[i].F32)}
	}
	return arrays, nil
}
