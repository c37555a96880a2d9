#!/usr/bin/env python3
"""Reads what counterpoint exports with the readers of VTK and TensorBoard, and compares.

    counterpoint solve burgers --steps 300 --out run --tensorboard events && counterpoint export run --times 5
    pip install -r bench/peers/files-requirements.txt
    python bench/peers/files.py run events
"""
import glob
import json
import sys
import xml.etree.ElementTree as ET

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkIOXML import vtkXMLImageDataReader

run, events = sys.argv[1:3]
failures = 0


def check(ok, text):
    global failures
    failures += not ok
    print("ok  " if ok else "FAIL", text)


field = np.load(run + "/field.npz")
for data in ET.parse(run + "/vtk/fields.pvd").getroot().iter("DataSet"):
    reader = vtkXMLImageDataReader()
    reader.SetFileName(run + "/vtk/" + data.get("file"))
    check(reader.CanReadFile(reader.GetFileName()) == 1, f"VTK can read {data.get('file')}")
    reader.Update()
    image = reader.GetOutput()
    arrays = {image.GetPointData().GetArrayName(i): vtk_to_numpy(image.GetPointData().GetArray(i)) for i in range(image.GetPointData().GetNumberOfArrays())}
    t = float(data.get("timestep"))
    row = np.argmin(abs(field["t"] - t))
    same = abs(field["t"][row] - t) < 1e-12 and np.array_equal(arrays["u"], field["u"][row])
    check(same, f"  u at t={t:g} on {image.GetDimensions()} is field.npz's row; arrays {sorted(arrays)}")
    x = image.GetOrigin()[0] + image.GetSpacing()[0] * np.arange(image.GetDimensions()[0])
    check(np.allclose(x, field["x"], atol=1e-12), "  x is field.npz's")

board = EventAccumulator(events, size_guidance={"scalars": 0})
board.Reload()
log = [json.loads(line) for line in open(run + "/log.jsonl")]
header, rows = log[0], log[1:]
tags = board.Tags()["scalars"]
check(len(tags) > 0, f"TensorBoard finds {len(tags)} curves: {', '.join(tags)}")
for k, name in enumerate(header["losses"]):
    curve = board.Scalars("loss/" + name)
    want = [(r["step"], np.float32(r["loss"][k])) for r in rows]
    check([(e.step, np.float32(e.value)) for e in curve] == want, f"  loss/{name}: {len(curve)} points are those of log.jsonl")
errors = board.Scalars("relative L2 error/u")
check(len(errors) > 0 and errors[-1].step == rows[-1]["step"], f"  relative L2 error/u: {len(errors)} points, the last {errors[-1].value:.4g}")
sys.exit(failures > 0)
