"""Every error says what, where and what to do, and survives the way back from a worker."""

import pickle

import pytest

from collate import errors

CLASSES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_message(kind):
    assert issubclass(kind, errors.CollateError)
    error = kind("a digit is wrong", where="data/x.csv", line=7)
    assert str(error) == f"data/x.csv:7: a digit is wrong\n  to do: {kind.__doc__.splitlines()[0]}"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
