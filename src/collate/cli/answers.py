"""What each command of the desk does. An answer's status is 1 when a value in it fails, else 0."""

from __future__ import annotations

import argparse

from collate.audit.basis import check_bases
from collate.audit.evidence import check_evidence
from collate.audit.mutation.score import measure, record
from collate.audit.questions.ask import ask
from collate.book import LANGUAGES, Book
from collate.build.driver import build
from collate.cli import artifact_view, diff_view, explain_view, mutation_view, questions_view, verify_view, why_view
from collate.cli.diff import diff
from collate.cli.explain import Explainer
from collate.cli.places import Observation, Places
from collate.cli.runs import read_run
from collate.cli.terminal import Words, open_console, quiet_output, write_json
from collate.cli.why import why
from collate.data.claims import Claim
from collate.data.published import Artifact, Cell, Published
from collate.errors import UnknownIdError
from collate.judge import Judged, judge, judge_book, judge_claims, regenerated_formulas, require_no_failure
from collate.numbers.verdict import Verdict


def verify(book: Book, chosen: argparse.Namespace) -> int:
    """Bring up to date what is asked for, judge it, tell it."""
    words = Words.of(book, chosen.language)
    place = Places(book).find(chosen.id) if chosen.id else None
    names = _task_names(place)
    with quiet_output(chosen.json):
        build(book, names[0] if names else "publish")  # never judge stale values
    judged = _judge(book, place)
    if chosen.json:
        write_json(verify_view.as_json(judged))
    else:
        verify_view.show(judged, words, open_console())
        if place is None:
            open_console().print(questions_view.counted(ask(book), words))
    if place is None:
        artifacts = Published(book).artifacts
        check_bases(book, regenerated_formulas(book, artifacts), regenerated_formulas(book, artifacts, "terms"))
        check_evidence(book)
    require_no_failure(judged)
    return 0


def _task_names(place: Artifact | Cell | Claim | Observation | None) -> list[str] | None:
    """The tasks whose products hold the value of `place`; None for all."""
    if isinstance(place, Observation):
        raise UnknownIdError(f"{place.id} is an observation: it is an input and has no verdict", fix="explain it, or verify an artifact")
    if isinstance(place, Claim):
        return [f"publish-claims-{place.chapter}"]
    if place is None:
        return None
    id = place.artifact if isinstance(place, Cell) else place.id
    return [f"publish-{id}", f"publish-plot-{id}"]


def _judge(book: Book, place: Artifact | Cell | Claim | Observation | None) -> list[Judged[Cell | Claim]]:
    if isinstance(place, Claim):
        return [item for item in judge_claims(book) if item.place.id == place.id]
    if isinstance(place, Cell):
        return [item for item in judge(book, artifacts=[place.artifact]) if item.place.id == place.id]
    return [*judge(book, artifacts=[place.id])] if isinstance(place, Artifact) else judge_book(book)


def explain(book: Book, chosen: argparse.Namespace) -> int:
    """Tell all that is known of one place, from the values that data/regenerated keeps."""
    words = Words.of(book, chosen.language)
    places = Places(book)
    explainer = Explainer(places, words)
    place = places.find(chosen.id)
    artifact = place if isinstance(place, Artifact) else places.published.artifact(place.artifact) if isinstance(place, Cell) else None
    runs = {language: read_run(book, artifact, language) for language in LANGUAGES} if artifact else {}
    run = runs.get(words.language)
    if isinstance(place, Artifact):
        judged = list(explainer.judged_cells(place.id).values())
        if chosen.json:
            write_json(artifact_view.as_json(place, judged, run))
        else:
            artifact_view.show(place, judged, run, words, open_console())
        return int(any(item.verdict.fails for item in judged))
    found = explainer.explain(place)
    if chosen.json:
        write_json(explain_view.as_json(found))
    else:
        explain_view.show(found, run, words, open_console())
    return int(found.judged is not None and found.judged.verdict.fails)


def tell_why(book: Book, chosen: argparse.Namespace) -> int:
    """Tell what is not as the last build left it; the status is 0 whatever the answer."""
    words = Words.of(book, chosen.language)
    place = Places(book).find(chosen.id) if chosen.id else None
    reasons = why(book, _task_names(place))
    if chosen.json:
        write_json(why_view.as_json(reasons))
    else:
        why_view.show(reasons, words, open_console())
    return 0


def tell_diff(book: Book, chosen: argparse.Namespace) -> int:
    """Tell what changed since a revision; the status is 1 when a verdict that changed fails now."""
    words = Words.of(book, chosen.language)
    found = diff(book, chosen.revision)
    if chosen.json:
        write_json(diff_view.as_json(found, chosen.revision))
    else:
        diff_view.show(found, chosen.revision, words, open_console())
    failing = {verdict.key for verdict in Verdict if verdict.fails}
    return int(any(item.what == "verdict" and item.now in failing for item in found))


def tell_questions(book: Book, chosen: argparse.Namespace) -> int:
    """Tell every question of print; the status is 0, because a question is no error."""
    words = Words.of(book, chosen.language)
    found = ask(book)
    if chosen.json:
        write_json(questions_view.as_json(found))
    else:
        questions_view.show(found, words, open_console())
    return 0


def mutation(book: Book, chosen: argparse.Namespace) -> int:
    """Measure, keep and tell the mutation score; the status is 1 when a derived cell or a recomputable claim passes unnoticed."""
    words = Words.of(book, chosen.language)
    results = measure(book, workers=chosen.workers)
    record(book, results)
    if chosen.json:
        write_json(mutation_view.as_json(results))
    else:
        mutation_view.show(results, words, open_console())
    return int(any(not result.noticed_by for result in results if result.kind != "observation"))
