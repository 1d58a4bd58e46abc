# Two commands: `make demo` sets up and shows the main job, `make test` sets up and passes the tests.
bin := .venv/bin
web := viewer/web-app
export PATH := $(CURDIR)/$(bin):$(PATH)

.PHONY: demo test check format page protocol schema pictures nerfstudio clean

demo: .venv/.demo page           ## words and photos in, pushed, exported: everything lands in demo/
	$(bin)/python examples/demo.py

test: .venv/.all page            ## every test that needs no GPU; the browser gets the machine to itself
	OPENBLAS_NUM_THREADS=1 $(bin)/pytest -q -m "not gpu and not browser" -n auto --maxprocesses 8 --dist loadfile
	$(bin)/pytest -q -m "browser and not gpu"
	npm --prefix $(web) test --silent

check: .venv/.all page           ## style, types, import order
	$(bin)/ruff check . && $(bin)/ruff format --check . && $(bin)/pyright && $(bin)/lint-imports
	npm --prefix $(web) run check --silent

format: .venv/.all
	$(bin)/ruff check --fix . && $(bin)/ruff format . && npm --prefix $(web) run format --silent

page: viewer/spatialwm_viewer/static/index.html   ## the viewer's page, one file

protocol: .venv/.all             ## protocol.py -> protocol.ts
	$(bin)/python -m spatialwm_viewer.typescript

schema: .venv/.all               ## the actions' classes -> docs/actions.schema.json
	$(bin)/python -m spatialwm.scene.action_schema

pictures: demo                   ## the pictures of the README
	$(bin)/python examples/pictures.py

nerfstudio:                      ## the plug-in's tests, with nerfstudio in a venv of its own (5 GB)
	scripts/test-nerfstudio

clean:
	rm -rf .venv .venv-nerfstudio demo dist $(web)/node_modules viewer/spatialwm_viewer/static exporters/spatialwm_exporters/static

.venv/.demo: pyproject.toml scripts/setup
	scripts/setup render photos viewer web
	@touch $@

.venv/.all: pyproject.toml scripts/setup
	scripts/setup all
	@touch $@ .venv/.demo

viewer/spatialwm_viewer/static/index.html: $(web)/node_modules/.ready $(wildcard $(web)/*.* $(web)/src/*.* $(web)/src/*/*.*)
	npm --prefix $(web) run build --silent

$(web)/node_modules/.ready: $(web)/package-lock.json | .venv/.demo
	npm --prefix $(web) ci --silent --no-audit --no-fund && touch $@
