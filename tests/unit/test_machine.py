"""How many workers a build starts on machines of several sizes."""

from __future__ import annotations

import types

import pytest

from collate.build import workers as machine

GIB = 2**30


@pytest.fixture
def size(monkeypatch, tmp_path):
    """A machine of so many cores and so much free memory, in a control group with these limits."""

    def set_size(cores, memory, **limits):
        monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
        monkeypatch.setattr(machine.psutil, "virtual_memory", lambda: types.SimpleNamespace(available=memory))
        monkeypatch.setattr(machine, "CONTROL_GROUP", tmp_path)
        for name, text in limits.items():
            (tmp_path / name.replace("_", ".")).write_text(f"{text}\n", encoding="ascii")

    return set_size


@pytest.mark.parametrize(
    ("cores", "memory", "limits", "workers"),
    [
        pytest.param(2, 24 * GIB, {}, 4, id="two-cores"),
        pytest.param(1, 24 * GIB, {}, 2, id="one-core"),
        pytest.param(64, 2 * GIB, {}, 5, id="many-cores-little-memory"),
        pytest.param(2, GIB // 8, {}, 1, id="hardly-any-memory"),
        pytest.param(64, 64 * GIB, {"cpu_max": "150000 100000"}, 4, id="a-container-of-one-core-and-a-half"),
        pytest.param(
            8, 64 * GIB, {"cpu_max": "max 100000", "memory_max": "max", "memory_current": "7"}, 16, id="a-container-without-limits"
        ),
        pytest.param(8, 64 * GIB, {"memory_max": str(3 * GIB), "memory_current": str(GIB)}, 5, id="a-container-with-little-memory"),
        pytest.param(8, 64 * GIB, {"memory_max": str(GIB), "memory_current": str(2 * GIB)}, 1, id="a-container-that-is-full"),
    ],
)
def test_workers(size, cores, memory, limits, workers):
    size(cores, memory, **limits)
    assert machine.default_workers() == workers


def test_a_system_without_affinity_counts_its_cores(monkeypatch, size):
    size(2, 24 * GIB)
    monkeypatch.delattr(machine.os, "sched_getaffinity")
    monkeypatch.setattr(machine.os, "cpu_count", lambda: 3)
    assert machine.cores() == 3
