# A script runner: each target is a few commands that can be typed by hand. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: site soak measure shots help build wasm serve native browser test test-wasm test-long e2e baseline fuzz kills bench bench-wasm bench-peers check clean

# The browser tests are apart: they need public/ built, and one core each.
UNIT = $$(go list ./... | grep -v '/e2e$$')
JS = GOOS=js GOARCH=wasm
FUZZTIME ?= 20s
DIR ?= site
MINUTES ?= 30

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 12

build: native wasm ## build the terminal program and the page

wasm: ## build what public/ lacks or what is stale
	go run serve.go --no-serve

site: ## write the static site to DIR (site), brotli 11 and gzip, and print its sizes; docs/publish.md
	go run serve.go --site $(DIR)

serve: ## build and serve the page
	go run serve.go

native: ## build the terminal program, out/counterpoint
	go build -trimpath -tags native -o out/counterpoint ./native

browser: ## see to it that there is a Chromium for the tests
	go run ./e2e/browser/install

test: browser ## vet; unit tests, plain and native; WASM tests and the page in Chromium
	go vet ./...
	go vet -tags native ./...
	go test $(UNIT)
	go test -tags native ./native/...
	$(MAKE) --no-print-directory test-wasm e2e

test-long: ## every entry of the catalogue for 200 steps, in f32 and f64
	go test -tags long -timeout 60m -run CatalogueTrainsLong -v ./solver/train

BASELINE = --arms none --steps 5000 --width 32 --depth 4 --points 256 --sampler uniform --resample 1 --lr 3e-3 --lr-end 1e-5 --verdict --out bench/catalogue
baseline: ## plain runs of the whole catalogue on a small network into bench/catalogue, which it goes on with, and their table; an hour on two cores
	go build -trimpath -tags native -o out/counterpoint-baseline ./native
	out/counterpoint-baseline sweep --problems catalogue --most-dims 20 --seeds 3 $(BASELINE)
	out/counterpoint-baseline sweep --problems catalogue --least-dims 21 $(BASELINE)
	{ cat bench/catalogue/about.md; out/counterpoint-baseline baseline bench/catalogue; } > bench/catalogue/README.md

test-wasm: browser ## the solver's and the page's packages as WASM in Chromium
	go build -buildvcs=false -o out/wasmexec ./e2e/wasmexec
	$(JS) go test -exec "$(CURDIR)/out/wasmexec" ./solver/... ./ui/...
	COUNTERPOINT_KERNEL=simd $(JS) go test -count=1 -exec "$(CURDIR)/out/wasmexec" ./solver/kernel

e2e: browser wasm ## the page in Chromium
	go test -count=1 -timeout 15m ./e2e

soak: browser wasm ## MINUTES (30) of training, problem switches and random actions: memory and workers stay flat
	MINUTES=$(MINUTES) go test -count=1 -tags soak -timeout $$((4 * $(MINUTES) + 10))m -v -run TestSoak ./e2e

measure: browser wasm ## what the page costs on this machine: start, time to a verdict, steps a second with drawing and without
	go test -count=1 -tags measure -timeout 30m -v -run TestMeasure ./e2e

SHOTS ?= out/shots
shots: browser wasm ## pictures of every view on four screens, light and dark, into the folder SHOTS (out/shots)
	SHOTS="$(abspath $(SHOTS))" go test -count=1 -tags shots -timeout 60m -run TestShots ./e2e

fuzz: ## every fuzz target for FUZZTIME (20s)
	@found=0; \
	for pkg in $$(go list ./solver/... ./ui/...); do \
		for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$target"; go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg; found=$$((found + 1)); \
		done; \
	done; \
	echo "$$found fuzz targets"; test $$found -gt 0

kills: ## a sweep of 60 runs whose worker is killed every 20 s, and twice its queue: every run ends once, same bits (15 minutes on two idle cores)
	COUNTERPOINT_KILLS=long go test -count=1 -tags native -run '^TestWorkersKilled$$' -v -timeout 120m ./native

bench: ## benchmarks of the solver
	go test -run '^$$' -bench . -benchmem ./solver/...

bench-wasm: ## the step of every problem in Chromium: `native bench` as it runs in a browser
	$(JS) go build -trimpath -buildvcs=false -tags native -o out/counterpoint.wasm ./native
	go build -buildvcs=false -o out/wasmexec ./e2e/wasmexec
	out/wasmexec out/counterpoint.wasm bench $(BENCH)

bench-peers: native ## the same step in JAX, PyTorch, DeepXDE, jax-js and TensorFlow.js, installed outside the tree; PEERS are flags of run.py
	$(JS) go build -trimpath -buildvcs=false -tags native -o out/counterpoint.wasm ./native
	go build -buildvcs=false -o out/wasmexec ./e2e/wasmexec
	folder=$$(bench/peers/setup.sh) && bench/peers/run.py --peers "$$folder" --program out/counterpoint --wasm out/counterpoint.wasm --wasmexec out/wasmexec $(PEERS)

check: browser ## the whole truth: every build, generated files (by a test), formatting, tidy modules, clean tree
	go vet ./...
	go vet -tags native ./...
	go vet -tags purego ./...
	go vet -tags soak,measure,shots ./e2e
	$(JS) go vet ./...
	$(JS) go vet -tags purego ./...
	go test $(UNIT)
	go test -tags native $(UNIT)
	go test -tags purego ./solver/...
	$(MAKE) --no-print-directory test-wasm e2e
	go mod tidy -diff
	@test -z "$$(gofmt -l .)" || { echo "gofmt -l:"; gofmt -l .; exit 1; }
	@test -z "$$(git status --porcelain)" || { echo "the tree is not clean:"; git status --short; exit 1; }

clean: ## remove what was built
	rm -rf out site public/*.wasm public/*.br public/*.gz public/wasm_exec.js
