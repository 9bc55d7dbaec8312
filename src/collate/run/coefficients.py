"""The estimates of a fitted model by term, as `Run.save` takes them: of statsmodels, linearmodels and pyfixest, by the names they share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collate.errors import ContractError
from collate.numbers.fact import Role
from collate.run.saved_value import role_of

# What the results of each library call them: statsmodels, linearmodels, pyfixest (whose are methods).
_NAMES = {
    Role.VALUE: ("params", "coef"),
    Role.STANDARD_ERROR: ("bse", "std_errors", "se"),
    Role.STATISTIC: ("tvalues", "tstats", "tstat"),
    Role.P: ("pvalues", "pvalue"),
}


def coefficients(fit: Any, *roles: str) -> dict[str, dict[str, float]]:
    """For each term of `fit` its estimate and what else the publication prints of it.

    Parameters
    ----------
    fit : the result of a fit.
    roles : of what stands beside the estimate: `se`, `p`, `statistic`; by default the standard error alone.

    Raises
    ------
    ContractError : `fit` has none of the names that these libraries use, or names its terms nowhere.
    """
    wanted = [Role.VALUE, *(role_of(name) for name in roles or ("se",))]
    found = {role: _by_term(fit, role) for role in wanted}
    return {term: {role.value: float(found[role][term]) for role in wanted} for term in found[Role.VALUE]}


def _by_term(fit: Any, role: Role) -> Mapping[str, Any]:
    for name in _NAMES.get(role, ()):
        part = getattr(fit, name, None)
        if part is None:
            continue
        values = part() if callable(part) else part
        if hasattr(values, "items"):  # a series of pandas
            return {str(term): value for term, value in values.items()}
        terms = getattr(getattr(fit, "model", None), "exog_names", None)  # statsmodels on plain arrays
        if terms is not None and len(terms) == len(values):
            return dict(zip(map(str, terms), values, strict=True))
        raise ContractError(f"the {role} of {type(fit).__name__} have no names of terms", fix="fit it on a frame of pandas")
    known = ", ".join(_NAMES.get(role, ())) or "nothing that is known"
    raise ContractError(f"{type(fit).__name__} has no {role} ({known})", fix='give the numbers yourself: {"value": b, "se": s}')
