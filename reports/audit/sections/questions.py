"""Every question as it was typed: whoever doubts an answer asks again."""

from __future__ import annotations

from fixtures.texts import many
from reports.audit.section import Section
from reports.audit.view import View


def section(view: View) -> Section:
    """Each once, with what came, shortened."""
    questions = list(view.questions.all)
    if not questions:
        return Section("questions", "Every question", "none was asked")
    stand = sum(each.outcomes for each in questions)
    answer = f"{many(len(questions), 'question')} for {stand:,} answers that were needed"
    return Section("questions", "Every question", answer, "questions.html", {"questions": questions})
