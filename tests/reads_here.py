"""A pool of readers without children: what a child would answer, answered here. For tests of what is durable."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from milestones.domain.unreadable import Unreadable
from milestones.edge.parser_pool import ParserPool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class ReadsHere(ParserPool):
    """Reads mail in this process."""

    def run_all(
        self, function_path: str, questions: Sequence[tuple[Any, ...]], wall_s: float | None = None
    ) -> list[Any]:
        """Call the function here."""
        module, _, name = function_path.partition(":")
        call = getattr(importlib.import_module(module), name)
        return [self._outcome(call, question) for question in questions]

    def _outcome(self, call: Callable[..., Any], question: tuple[Any, ...]) -> Any:
        try:
            return call(*question)
        except Unreadable as fault:
            return fault
