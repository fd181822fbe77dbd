# Short names for start.py, which does the work and needs no make.

.PHONY: lab test long doctor check pictures lock clean

lab test doctor:
	python3 start.py $@

long:
	python3 start.py test --long

check:                          # style, mistakes and types; seconds, the first time a minute
	.venv/bin/python -m ruff check .
	.venv/bin/python -m mypy

pictures:                       # docs/pictures anew; needs Chromium
	.venv/bin/uv pip install --quiet --python .venv/bin/python pillow
	.venv/bin/python docs/make_pictures.py

lock:                           # requirements.in -> requirements.txt; needs uv and the network
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	  --output-file requirements.txt requirements.in

clean:                          # not .env and not .ahoy, the practice account
	rm -rf .venv .venv.lock .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
