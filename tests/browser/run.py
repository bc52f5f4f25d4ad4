"""Runs `main` of a module of the tests on the demo's database and writes its answer as JSON."""

import json
import sys
from importlib import import_module

import django

django.setup()
answer = import_module(sys.argv[1]).main(*sys.argv[2:])
sys.stdout.write(json.dumps(answer))
