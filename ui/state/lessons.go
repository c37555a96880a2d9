package state

// lessonRun is the network of the lessons: small enough for a few minutes in a browser.
const lessonRun = "&width=32&depth=3&points=500&steps=3000"

// fresh draws new points every step.
const fresh = "&sampler=uniform&resample=1"

func lessonCommand(problem, arms string) string {
	return "go run -tags native ./native sweep --problems " + problem + " --arms " + arms + " --seeds 2 --steps 3000 --width 32 --depth 3 --points 500 --out out/lessons"
}

// Lessons are the guided runs. Errors are those of the sweep that Command repeats, seeds 1 and 2, at the last step; statistics those of
// `diagnose PROBLEM --seeds 2 --width 32 --depth 3 --points 500`, with what else the link says. Both were taken with the terminal's kernels: a browser's
// round differently, so that its run comes near, not to the same digits.
var Lessons = []Lesson{
	{
		Name: "weights-cure", Title: "Weights cure it", Link: "problem=helmholtz" + lessonRun, Command: lessonCommand("helmholtz", "none,gradnorm,jointrate"),
		Pages: []Page{
			{Text: "Helmholtz's equation with three losses: the equation itself and two pairs of edges. Press Run and watch the losses."},
			{When: Trained, Text: "The equation's gradient is many times longer than those of the edges, so the plain sum follows the equation and the edges wait. The error stays large: a solution of the equation with wrong edges is a wrong solution."},
			{When: Judged, Text: "The verdict is magnitude: unit weights hardly serve the worst loss (phi_1 is -0.01 and 0.02 for two seeds), but some weights would (phi_* is 0.68 and 0.56). So the lengths are the trouble, not the angles, and weights can cure it.", Race: [2]string{"none", "jointrate"}},
			{When: Finished, Text: "Measured in the terminal: relative error 320 % and 281 % without weights, 12 % and 3.7 % with joint-rate weights: 26 and 76 times lower. Weights of equal gradient norms reach 29 % and 25 %."},
		},
	},
	{
		Name: "weights-harm", Title: "Weights make it worse", Link: "problem=burgers" + lessonRun, Command: lessonCommand("burgers", "none,gradnorm,jointrate"),
		Pages: []Page{
			{Text: "Burgers' equation steepens into a shock. Many papers advise to weigh the losses until their gradients are equally long. Press Run."},
			{When: Trained, Text: "Look at the cosines: gradients point against each other. Making them equally long makes that worse, since now the short ones can stop the long one."},
			{When: Judged, Text: "phi_b says what equal norms would do for the worst loss: -1.28, far below zero. Some loss would rise. The verdict is directional, firmly: no weights serve every loss here.", Race: [2]string{"none", "gradnorm"}},
			{When: Finished, Text: "Measured in the terminal: relative error 35 % and 24 % without weights, 50 % and 50 % with equal norms. Joint-rate weights, which see the angles, give 30 % and 37 %: better once, worse once."},
		},
	},
	{
		Name: "surgery-fails", Title: "Surgery does not help", Link: "problem=wave" + lessonRun, Command: lessonCommand("wave", "none,pcgrad,jointrate"),
		Pages: []Page{
			{Text: "PCGrad cuts from each gradient the part that points against another. It was made for conflicts like those of the wave equation. Press Run."},
			{When: Trained, Text: "The conflict is there: see the cosines and the pairs in the table of losses."},
			{When: Judged, Text: "The verdict is directional: even the best direction that can be mixed from these gradients serves the worst loss little (phi_* is 0.22 and 0.18). Surgery only mixes them anew, so it cannot do better than that bound.", Race: [2]string{"none", "pcgrad"}},
			{When: Finished, Text: "Measured in the terminal: relative error 64 % and 62 % without surgery, 62 % and 62 % with it: no difference worth its name. Joint-rate weights, on the same run, reach 49 % and 45 %."},
		},
	},
	{
		Name: "adapters-help", Title: "Adapters help, with weights", Link: "problem=hartmann" + lessonRun, Command: lessonCommand("hartmann", "none,jointrate,shared,shared+weights,adapters,adapters+weights"),
		Pages: []Page{
			{Text: "Hartmann flow: a fluid that conducts, between two walls in a magnetic field. Two equations and the walls share one network. Press Run."},
			{When: Trained, Text: "The losses fall and the error does not: the network settles where it violates the walls a little everywhere."},
			{When: Judged, Text: "The verdict is directional (phi_* is 0.005 and 0.003). If no direction in this parameter space serves every loss, give the network another space: one low-rank adapter per loss behind each hidden layer, which acts where the loss lives.", Race: [2]string{"none", "adapters+weights"}},
			{When: Finished, Text: "Measured in the terminal: relative error 98 % and 98 % for the plain run, 95 % and 99 % with joint-rate weights alone, 0.44 % and 0.08 % with adapters alone, 0.04 % and 0.13 % with both: 2600 and 770 times lower. A step takes two to three times as long."},
		},
	},
	{
		Name: "nothing-needed", Title: "Nothing is needed", Link: "problem=burgers-2d-scalar" + lessonRun + fresh,
		Command: lessonCommand("burgers-2d-scalar", "none,gradnorm,jointrate,pcgrad,config,adapters,adapters+weights") + " --sampler uniform --resample 1",
		Pages: []Page{
			{Text: "A viscous front crosses a square, on new points every step. Press Run."},
			{When: Trained, Text: "All losses fall, and so does the error. There is conflict in the cosines all the same: part of it is noise of the points, which two losses share."},
			{When: Judged, Text: "The verdict is none, though not firmly: with the noise taken out, unit weights serve every loss (phi_1 is 0.39 and 0.70, above the threshold of 1/3).", Race: [2]string{"none", "jointrate"}},
			{When: Finished, Text: "Measured in the terminal: relative error 0.71 % and 0.39 % for the plain run; joint-rate weights 0.88 % and 0.38 %, PCGrad 0.64 % and 0.40 %, ConFIG 1.0 % and 0.79 %, equal norms 0.98 % and 0.46 %. Adapters with weights reach 0.56 % and 0.23 %, at four times the time a step. Leave it."},
		},
	},
	{
		Name: "inverse", Title: "An inverse problem", Link: "problem=diffusion-inverse" + lessonRun, Command: lessonCommand("diffusion-inverse", "none,gradnorm,jointrate"),
		Pages: []Page{
			{Text: "The diffusion coefficient is not known. It is trained together with the network, from measurements inside: the loss `data`. Press Run."},
			{When: Trained, Text: "The coefficient has units of its own, so its part of each gradient is left out of the geometry. It follows the plain sum of all losses."},
			{When: Judged, Text: "The verdict is directional: equation, edges and data pull apart (phi_* is 0.08 and 0.04). While the coefficient is wrong they must: the data contradict the equation.", Race: [2]string{"none", "jointrate"}},
			{When: Finished, Text: "Measured in the terminal: relative error of the field 46 % and 43 % for the plain run, 29 % and 30 % with joint-rate weights, 28 % and 30 % with equal norms. Weights help by a factor of 1.5; at 3000 steps no arm is near a solution."},
		},
	},
}
