"""What each command of the desk does. An answer's status is 1 when a value in it fails, else 0."""

from __future__ import annotations

import argparse

from collate.basis import check_bases
from collate.data.claims import Claim
from collate.data.published import Artifact, Cell, Published
from collate.desk import artifact_view, diff_view, explain_view, mutation_view, questions_view, verify_view, why_view
from collate.desk.diff import diff
from collate.desk.explain import Explainer
from collate.desk.places import Observation, Places
from collate.desk.runs import read_run
from collate.desk.terminal import Words, open_console, quiet_output, write_json
from collate.desk.why import why
from collate.errors import UnknownIdError
from collate.evidence import check_evidence
from collate.mutation.score import measure, record
from collate.numbers.verdict import Verdict
from collate.pipeline.build import build
from collate.project import LANGUAGES, Project
from collate.questions.ask import ask
from collate.verify import Judged, judge, judge_book, judge_claims, regenerated_formulas, require_no_failure, word_formulas


def verify(project: Project, chosen: argparse.Namespace) -> int:
    """Bring up to date what is asked for, judge it, tell it."""
    words = Words.of(project, chosen.language)
    place = Places(project).find(chosen.id) if chosen.id else None
    names = _task_names(place)
    with quiet_output(chosen.json):
        build(project, names[0] if names else "publish")  # never judge stale values
    judged = _judge(project, place)
    if chosen.json:
        write_json(verify_view.as_json(judged))
    else:
        verify_view.show(judged, words, open_console())
        if place is None:
            open_console().print(questions_view.counted(ask(project), words))
    if place is None:
        artifacts = Published(project).artifacts
        check_bases(project, regenerated_formulas(project, artifacts), word_formulas(project, artifacts))
        check_evidence(project)
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


def _judge(project: Project, place: Artifact | Cell | Claim | Observation | None) -> list[Judged[Cell | Claim]]:
    if isinstance(place, Claim):
        return [item for item in judge_claims(project) if item.place.id == place.id]
    if isinstance(place, Cell):
        return [item for item in judge(project, artifacts=[place.artifact]) if item.place.id == place.id]
    return [*judge(project, artifacts=[place.id])] if isinstance(place, Artifact) else judge_book(project)


def explain(project: Project, chosen: argparse.Namespace) -> int:
    """Tell all that is known of one place, from the values that data/regenerated keeps."""
    words = Words.of(project, chosen.language)
    places = Places(project)
    explainer = Explainer(places, words)
    place = places.find(chosen.id)
    artifact = place if isinstance(place, Artifact) else places.published.artifact(place.artifact) if isinstance(place, Cell) else None
    runs = {language: read_run(project, artifact, language) for language in LANGUAGES} if artifact else {}
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


def tell_why(project: Project, chosen: argparse.Namespace) -> int:
    """Tell what is not as the last build left it; the status is 0 whatever the answer."""
    words = Words.of(project, chosen.language)
    place = Places(project).find(chosen.id) if chosen.id else None
    reasons = why(project, _task_names(place))
    if chosen.json:
        write_json(why_view.as_json(reasons))
    else:
        why_view.show(reasons, words, open_console())
    return 0


def tell_diff(project: Project, chosen: argparse.Namespace) -> int:
    """Tell what changed since a revision; the status is 1 when a verdict that changed fails now."""
    words = Words.of(project, chosen.language)
    found = diff(project, chosen.revision)
    if chosen.json:
        write_json(diff_view.as_json(found, chosen.revision))
    else:
        diff_view.show(found, chosen.revision, words, open_console())
    failing = {verdict.key for verdict in Verdict if verdict.fails}
    return int(any(item.what == "verdict" and item.now in failing for item in found))


def tell_questions(project: Project, chosen: argparse.Namespace) -> int:
    """Tell every question of print; the status is 0, because a question is no error."""
    words = Words.of(project, chosen.language)
    found = ask(project)
    if chosen.json:
        write_json(questions_view.as_json(found))
    else:
        questions_view.show(found, words, open_console())
    return 0


def mutation(project: Project, chosen: argparse.Namespace) -> int:
    """Measure, keep and tell the mutation score; the status is 1 when a derived cell or a recomputable claim passes unnoticed."""
    words = Words.of(project, chosen.language)
    results = measure(project, workers=chosen.workers)
    record(project, results)
    if chosen.json:
        write_json(mutation_view.as_json(results))
    else:
        mutation_view.show(results, words, open_console())
    return int(any(not result.noticed_by for result in results if result.kind != "observation"))
