# The two commands: `make ingest` and `make test`. Both use one profile and one set of features, so Polars is compiled once.

PIPELINE ?= pipelines/doan-khoi
# The periods that the pipeline's sample has, if it has one: the newest is consolidated, those before it are its history.
PERIODS  := $(sort $(wildcard sample_data/$(notdir $(PIPELINE:%/=%))/2*))
EARLIER  := $(if $(IN),,$(filter-out $(lastword $(PERIODS)),$(PERIODS)))
IN       ?= $(lastword $(PERIODS))
OUT      ?= out
CARGO    ?= cargo
TONGHOP  := $(CARGO) run --release --quiet --locked --bin tonghop --

.PHONY: ingest test lint deny lint-fuzz sample bench bench-copies bench-flags fuzz schema clean

# 3 (flags reached --fail-on) and 4 (branches missing) are published runs: schedulers that must tell them apart call the binary.
ingest:
	@$(CARGO) build --release --quiet --locked --bin tonghop
	@published() { "$$@"; code=$$?; case $$code in 0|3|4) return 0;; *) return $$code;; esac; }; \
	$(foreach earlier,$(EARLIER),published $(TONGHOP) ingest $(PIPELINE) $(earlier) --period $(notdir $(earlier)) --out $(OUT)/earlier --quiet &&) \
	published $(TONGHOP) ingest $(PIPELINE) $(IN) --out $(OUT) $(if $(EARLIER),--history $(OUT)/earlier) $(ARGS)

test:
	$(CARGO) test --release --locked

lint: deny
	$(CARGO) fmt --check
	$(CARGO) clippy --release --locked --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --release --locked --no-deps --quiet

# Licences, sources and known faults of what the program is built from; says how to install its tool where that is missing.
deny:
	@.ci/deny

# The fuzz targets, and what only they see of the library: no other build compiles either.
lint-fuzz:
	$(CARGO) fmt --check --manifest-path fuzz/Cargo.toml
	RUSTFLAGS="--cfg fuzzing" $(CARGO) clippy --manifest-path fuzz/Cargo.toml --locked --all-targets -- -D warnings

# Rewrites the sample data: the same bytes every time.
sample:
	$(CARGO) run --release --quiet --locked --example sample

# The schema that editors complete pipeline.toml with.
schema:
	$(CARGO) run --release --quiet --locked --bin tonghop -- schema > pipelines/pipeline.schema.json

# Against peers and limits over seeded corpora; ARGS=--quick in under three minutes.
bench:
	benches/bench.sh $(ARGS)

# Workbooks a second and peak memory over 5,000 copies-with-changes of the sample.
bench-copies:
	benches/throughput.sh

# What the statistical checks find in a simulated organisation, and what they say of clean values; ARGS="--seed 2".
bench-flags:
	$(CARGO) run --release --quiet --locked --example flags -- $(ARGS)

# Hostile inputs for every parser: needs `cargo install cargo-fuzz`. TARGETS="numbers parts" for some of them, MINUTES=60 for longer.
fuzz:
	MINUTES=$(MINUTES) ARGS="$(ARGS)" fuzz/run.sh $(TARGETS)

clean:
	rm -rf $(OUT)
