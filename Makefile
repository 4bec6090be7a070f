# Needs git, make and Python 3.11 or newer with pip and venv; everything else is installed into .venv.

PYTHON ?= python3
PORT ?= 8000

BIN := .venv/bin
INSTALLED := .venv/installed
LOCKER := var/pip-tools
APPS := inspection alliance mailroom people documents members plans partnerships forums funds outreach reports
COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(LOCKER)/bin/pip-compile --quiet --generate-hashes --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options $(UPGRADE)

.PHONY: install run test check bench drill lock messages clean
.DELETE_ON_ERROR:

install: $(INSTALLED) .env

$(INSTALLED): requirements/develop.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12, for example." if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@echo "Installing what requirements/develop.txt names ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

.env:
	@umask 077; $(PYTHON) -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > $@

# The portal at a desk: it is reached at this port of this machine and nowhere else, so its address follows the port.
# Its demonstration accounts have no second factor.
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: export LOG_FORMAT ?= plain
run: export LOG_LEVEL ?= WARNING
run: export SECOND_FACTOR_REQUIRED ?= false
run: install
	@mkdir -p staticfiles
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_history --once
	@$(BIN)/python manage.py demonstrate --once
	@echo "The portal is at $$SITE_URL/ (Ctrl-C stops it)"
	@PATH="$(CURDIR)/$(BIN):$$PATH" exec honcho --env /dev/null start --port $(PORT)

test: install
	@$(BIN)/pytest $(ARGS)

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(APPS)
	$(BIN)/djlint --check templates
	$(BIN)/djlint --lint templates
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy, as an office runs it"
	@SITE_URL=https://portal.example.org DEBUG=false EMAIL_URL=smtp+tls://mail.example.org:587 \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

# Beside the bare limit and beside others, on PostgreSQL; `make bench ARGS=--quick` needs no server.
bench: install
	@$(BIN)/python -m benchmarks api --check $(ARGS)
	@$(BIN)/python -m benchmarks figures --check $(ARGS)
	@$(BIN)/python -m benchmarks mail --check $(ARGS)

# What is sent while everything fails; `make drill ARGS=--embedded` needs neither PostgreSQL nor Redis.
drill: install
	@$(BIN)/python -m tests.drills $(ARGS)

# Keeps the versions that are locked; `make lock UPGRADE=--upgrade` takes the newest.
# On Python 3.11, the oldest served: what only older Pythons need is left out of a lock made on a newer one.
lock: $(LOCKER)/bin/pip-compile
	@$(LOCKER)/bin/python -c 'import sys; sys.exit("Lock on Python 3.11: rm -r $(LOCKER), then make lock PYTHON=python3.11" if sys.version_info[:2] != (3, 11) else 0)'
	@$(COMPILE) --output-file requirements/run.txt pyproject.toml
	@$(COMPILE) --extra develop --constraint requirements/run.txt --output-file requirements/develop.txt pyproject.toml

$(LOCKER)/bin/pip-compile:
	@$(PYTHON) -m venv $(LOCKER)
	@$(LOCKER)/bin/python -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2

# Brings locale/ up to date with the source; `make messages LOCALES="ar fr"` begins a language. Needs GNU gettext.
messages: install
	@mkdir -p locale
	@$(BIN)/python manage.py makemessages --no-obsolete --ignore .venv --ignore var \
		$(if $(LOCALES),$(addprefix --locale ,$(LOCALES)),--all)

# What can be made again; .env, media/ and the database in var/ stay.
clean:
	rm -rf .venv staticfiles $(LOCKER) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
