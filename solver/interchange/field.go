package interchange

import (
	"counterpoint/solver/experiment"
	"counterpoint/solver/train"
)

// FieldPoints is the number of grid points along each axis of field.npz.
const FieldPoints = 129

// FieldArrays returns what field.npz holds: the coordinates (float64), the two axes of the grid as vectors and the others as the single
// value they are held at; then, float32, [points of the second axis, points of the first], for each field its prediction under its name
// and its truth as NAME.truth; and the residual of the equations. The first axis is the first coordinate in space, the second is
// time, or the second coordinate in space.
func FieldArrays(run *train.Run) ([]experiment.Array, error) {
	info := run.Info()
	v := FieldView(info.Axes)
	v.Quantities = []string{experiment.Prediction, experiment.Truth, experiment.Residual}
	arrays := fieldCoordinates(info.Axes, v)
	shape := []int{v.H, v.W}
	if v.Y < 0 {
		shape = []int{v.W}
	}
	for i, name := range info.Fields {
		v.Field = i
		grids := make([]experiment.Grid, len(v.Quantities))
		if err := run.Grid(v, grids); err != nil {
			return nil, err
		}
		arrays = append(arrays, experiment.Array{Name: name, Shape: shape, F32: grids[0].Value})
		if info.Truth != "none" {
			arrays = append(arrays, experiment.Array{Name: name + ".truth", Shape: shape, F32: grids[1].Value})
		}
		if i == len(info.Fields)-1 {
			arrays = append(arrays, experiment.Array{Name: "residual", Shape: shape, F32: grids[2].Value})
		}
	}
	return arrays, nil
}

// FieldView is the slice through the middle of the domain along the first space coordinate and time, or the first two in space.
func FieldView(axes []experiment.Coord) experiment.View {
	v := experiment.View{X: -1, Y: -1, W: FieldPoints, H: FieldPoints}
	for i, c := range axes {
		v.Slice = append(v.Slice, (c.Lo+c.Hi)/2)
		if c.Time {
			v.Y = i
		}
	}
	for i, c := range axes {
		switch {
		case c.Time:
		case v.X < 0:
			v.X = i
		case v.Y < 0:
			v.Y = i
		}
	}
	if v.X < 0 { // time alone
		v.X, v.Y = v.Y, -1
	}
	if v.Y < 0 {
		v.H = 1
	}
	return v
}

func fieldCoordinates(axes []experiment.Coord, v experiment.View) []experiment.Array {
	var arrays []experiment.Array
	for i, c := range axes {
		a := experiment.Array{Name: c.Name, Shape: []int{}, F64: []float64{v.Slice[i]}}
		if i == v.X || i == v.Y {
			a.Shape, a.F64 = []int{FieldPoints}, nil
			for k := range FieldPoints {
				a.F64 = append(a.F64, c.Lo+(c.Hi-c.Lo)*float64(k)/(FieldPoints-1))
			}
		}
		arrays = append(arrays, a)
	}
	return arrays
}
