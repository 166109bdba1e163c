"""The project's own tests run on its own plugin, whose case files `treatylex_cases` in pyproject.toml names."""

import os

import hypothesis
import pytest

pytest_plugins = ["pytester"]

# Parsing and comparing take milliseconds, compiling the grammars on first use a second: no deadline an example. On
# build machines the examples are the same every time.
hypothesis.settings.register_profile("treatylex", deadline=None, max_examples=50, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("treatylex")


def pytest_configure(config: pytest.Config) -> None:
    """Keeps compiled grammars beside the results of earlier runs, not among the developer's own."""
    if cache := getattr(config, "cache", None):
        os.environ.setdefault("TREATYLEX_CACHE", str(cache.mkdir("treatylex") / "kept"))


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Registers the plugin where its entry point did not: installed before it had one, or plugins not loaded."""
    if not pluginmanager.has_plugin("treatylex"):
        from treatylex.testing import plugin

        pluginmanager.register(plugin, "treatylex")
