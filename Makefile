# Tocsin: the commands a person types. Everything else is in scripts/.
.PHONY: demo demo-stop test test-full verifiers api bench fuzz man format lint check dependencies clean

SWIFT ?= swift
RELEASE := .build/release/tocsin

## The main job: installs what is missing, builds release, three members' nodes do the whole round and go on (make demo-stop).
demo: dependencies
	$(SWIFT) build -c release --product tocsin
	$(RELEASE) demo --dir demo-homes --replace

demo-stop:
	$(RELEASE) demo --dir demo-homes --stop

## Every test, from nothing.
test: dependencies
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

## The long run: every law on thousands of worlds, every feed, kill -9 in the middle.
test-full: dependencies
	TOCSIN_FULL=1 $(SWIFT) test -c release --disable-testable-imports
	scripts/kill-test.sh 50
	scripts/namespaces-test.sh 10
	scripts/nodes/overload 30
	scripts/install-dependencies.sh verifiers
	verifiers/go/build
	$(SWIFT) build -c release --product tocsin-verify
	TOCSIN_VERIFY=.build/release/tocsin-verify scripts/verify-verifiers --full --random 100

## Three verifiers that share no code, on the same logs, good and with one thing wrong each; and VERIFY.md, typed.
verifiers: dependencies
	scripts/install-dependencies.sh verifiers
	verifiers/go/build
	$(SWIFT) build --product tocsin-verify
	scripts/verify-verifiers
	scripts/try-verify-page

## A running node against the description of its interface, by requests made from it.
api: dependencies
	$(SWIFT) build --product tocsin
	scripts/check-openapi

## Ratios against named alternatives, measured in one run.
bench: dependencies
	scripts/install-dependencies.sh bench
	scripts/bench.sh

## Every fuzz target for ten minutes each (SECONDS_EACH=600).
fuzz: dependencies
	scripts/fuzz.sh all $${SECONDS_EACH:-600}

## tocsin(1), tocsin-verify(1) and tocsin-evaluator(1) from the programs' own help, into .build/man/man1.
man: dependencies
	$(SWIFT) build -c release --product tocsin
	$(SWIFT) build -c release --product tocsin-verify
	$(SWIFT) build -c release --product tocsin-evaluator
	scripts/make-man-pages

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests

## What CI checks after the tests: formatting, module graph, schema examples, decision vectors.
check: lint
	scripts/check-modules.py
	scripts/embed-samples.py --check
	scripts/embed-openapi.py --check
	scripts/check-schemas.py
	scripts/agreements/make-vectors.py Tests/Vectors/agreement --check
	scripts/ledger/example.py --check

dependencies:
	@scripts/install-dependencies.sh

clean:
	$(SWIFT) package clean
