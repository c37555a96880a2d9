#!/usr/bin/env python3
"""Times the same training step in counterpoint and its peers and prints one table from one run.

    run.py --peers FOLDER --program out/counterpoint --wasm out/counterpoint.wasm --wasmexec out/wasmexec

Every program starts from the same weights and points, which counterpoint exports, on the same cores. The table has the best block's
milliseconds, how many times counterpoint's that is (in Chromium: counterpoint's in Chromium), and how far the losses of the first five
steps are from counterpoint's, relatively: up to 1e-4 it is the same work. The lines of JSON behind it go to --out.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SAME = 1e-4
CASES = [
    ("burgers", "pde=256,bc=25,ic=25"),
    ("burgers", "pde=2000,bc=200,ic=200"),
    ("burgers", "pde=20000,bc=2000,ic=2000"),
    ("poisson-50d", "pde=1000,bc=500"),
]
VARIANTS = {
    "jax": ["nested", "jvp", "jet", "hand"],
    "torch": [n + c for c in ["", "-compile"] for n in ["nested", "func", "jvp", "hand"]],
    "deepxde": ["reverse", "forward"],
    "jax-js": ["nested", "jvp", "hand"],
    "tfjs": ["nested", "hand"],
}
BROWSER = ["jax-js", "tfjs"]


def arguments():
    p = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    p.add_argument("--peers", required=True, help="the folder that setup.sh printed")
    p.add_argument("--program", required=True, help="counterpoint")
    p.add_argument("--wasm", help="counterpoint for the browser; without it the browser's peers are left out")
    p.add_argument("--wasmexec", help="what runs it in Chromium")
    p.add_argument("--seconds", type=float, default=3, help="how long each is measured, without compiling")
    p.add_argument("--timeout", type=float, default=300, help="seconds after which one is given up")
    p.add_argument("--threads", default="1,2")
    p.add_argument("--only", default="", help="a regular expression on PROBLEM/POINTS/PEER/VARIANT")
    p.add_argument("--out", default="out/peers.jsonl")
    return p.parse_args()


class Bench:
    def __init__(self, args):
        self.args = args
        self.rows = []
        os.makedirs(os.path.dirname(args.out), exist_ok=True)
        self.out = open(args.out, "w")
        self.cores = sorted(os.sched_getaffinity(0))

    def run(self, command, threads, row):
        """Runs command on the first cores; the row gets its last line of JSON, or what went wrong."""
        row["threads"] = threads
        cores = ",".join(str(c) for c in self.cores[:threads])
        modules = os.path.join(self.args.peers, "npm", "node_modules")
        environment = {**os.environ, "PEERS_MODULES": modules, "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(
            ["taskset", "-c", cores, *command], cwd=HERE, env=environment, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            stdout, stderr = process.communicate(timeout=self.args.timeout)
            lines = [line for line in stdout.splitlines() if line.startswith("{")]
            if process.returncode == 0 and lines:
                row.update(json.loads(lines[-1]))
                row["variant"] = row.get("kernel", row["variant"])
            else:
                row["failed"] = complaint(stderr)
        except subprocess.TimeoutExpired:
            row["failed"] = f"not done in {self.args.timeout:g} s"
        finally:
            end(process)
        row["threads"] = threads
        self.rows.append(row)
        print(json.dumps(row), file=self.out, flush=True)
        print(describe(row), file=sys.stderr, flush=True)

    def ours(self, case, threads, place):
        problem, points = case
        row = {"problem": problem, "case": case, "peer": "counterpoint", "place": place, "variant": ""}
        command = [self.args.program] if place == "native" else [self.args.wasmexec, self.args.wasm]
        command += ["bench", "--problem", problem, "--points", points, "--workers", str(threads), "--seconds", str(self.args.seconds), "--json"]
        self.run(command, threads, row)

    def peer(self, case, threads, peer, variant, start):
        row = {"problem": case[0], "case": case, "peer": peer, "variant": variant, "place": "chromium" if peer in BROWSER else "native"}
        if peer in BROWSER:
            command = ["node", "browser.mjs", "--peer", peer]
        else:
            command = [os.path.join(self.args.peers, "venv", "bin", "python"), f"{peer}_step.py"]
        command += ["--problem", case[0], "--start", start, "--variant", variant, "--threads", str(threads), "--seconds", str(self.args.seconds)]
        self.run(command, threads, row)

    def case(self, case, threads, folder):
        problem, points = case
        label = f"{problem}/{size(points)}"
        wanted = [(p, v) for p, vs in VARIANTS.items() for v in vs if re.search(self.args.only, f"{label}/{p}/{v}")]
        wanted = [(p, v) for p, v in wanted if self.args.wasm or p not in BROWSER]
        if not wanted:
            return
        start = os.path.join(folder, f"{problem}-{size(points)}.safetensors")
        subprocess.run([self.args.program, "bench", "export", problem, "--points", points, "--out", start], check=True)
        self.ours(case, threads, "native")
        if any(p in BROWSER for p, _ in wanted):
            self.ours(case, 1, "chromium")  # a page has one thread unless it is split over workers
            self.rows[-1]["threads"] = threads
        for peer, variant in wanted:
            self.peer(case, threads, peer, variant, start)


def end(process):
    """Ends what is left of a program: politely, so that it closes its browser, then with all that it started."""
    if process.poll() is None:
        process.terminate()
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.communicate()


def size(points):
    return int(re.search(r"pde=(\d+)", points).group(1))


def complaint(stderr):
    """The line of stderr that says what went wrong."""
    lines = [line.strip() for line in stderr.splitlines() if re.match(r"\s*(\S+: )?\w*(Error|Exception)\b", line)]
    return (lines or stderr.strip().splitlines() or ["no output"])[0][:160]


def describe(row):
    what = f"{row['problem']} {size(row['case'][1])} {row['threads']} threads, {row['place']}: {row['peer']} {row['variant']}"
    return f"{what}: {row['failed']}" if "failed" in row else f"{what}: {row['ms_per_step']:.2f} ms"


def distance(row, ours):
    return max(abs(a - b) / abs(b) for a, b in zip(row["first_losses"], ours["first_losses"], strict=True))


def table(rows):
    """Prints the table and returns how many peers' first losses agree and how many do not."""
    agree = differ = 0
    groups = {}
    for row in rows:
        groups.setdefault((row["problem"], size(row["case"][1]), row["threads"]), []).append(row)
    for (problem, points, threads), group in groups.items():
        ours = {r["place"]: r for r in group if r["peer"] == "counterpoint" and "failed" not in r}
        print(f"\n{problem}, {points} points, {threads} {'thread' if threads == 1 else 'threads'}")
        print(f"  {'WHERE':9} {'PEER':13} {'VARIANT':15} {'VERSION':14} {'MS/STEP':>10} {'MEDIAN':>10} {'RATIO':>7} {'LOSSES':>8}  FIRST LOSSES")
        for row in sorted(group, key=lambda r: (r["place"] != "native", r["peer"] != "counterpoint", r.get("ms_per_step", 1e99))):
            head = f"  {row['place']:9} {row['peer']:13} {row['variant']:15} {row.get('version', ''):14}"
            if "failed" in row:
                print(f"{head} {row['failed']}")
                continue
            mine = ours.get(row["place"])
            ratio, apart = "-", float("nan")
            if mine:
                ratio, apart = f"{row['ms_per_step'] / mine['ms_per_step']:.2f}", distance(row, ours.get("native", mine))
                agree, differ = agree + (apart <= SAME), differ + (apart > SAME)
            first = " ".join(f"{v:.6g}" for v in row["first_losses"])
            print(f"{head} {row['ms_per_step']:10.3f} {row['ms_median']:10.3f} {ratio:>7} {apart:8.0e}  {first}{'  DIFFERS' if apart > SAME else ''}")
    return agree, differ


def main():
    args = arguments()
    for name in ["peers", "program", "wasm", "wasmexec", "out"]:
        if getattr(args, name):
            setattr(args, name, os.path.abspath(getattr(args, name)))
    bench = Bench(args)
    with tempfile.TemporaryDirectory() as folder:
        try:
            for threads in [int(t) for t in args.threads.split(",")]:
                for case in CASES:
                    bench.case(case, threads, folder)
        except KeyboardInterrupt:
            print("stopped: the table has what was measured so far", file=sys.stderr)
    if not bench.rows:
        sys.exit(f"nothing matches --only {args.only}")
    agree, differ = table(bench.rows)
    print(f"\nfirst losses within {SAME:g} of counterpoint's: {agree}, not: {differ}, failed: {sum('failed' in r for r in bench.rows)}")


if __name__ == "__main__":
    main()
