package experiment

import "strconv"

func number(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

func itoa(n int) string { return strconv.Itoa(n) }
