"""Checks a configuration folder whole: files, cross-references, templates. Every fault at once; changes nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from milestones.edge.clock import SystemClock
from milestones.mail.letter.trial import faults_in
from milestones.settings.problems import ConfigError, Problem, in_order
from milestones.settings.read import read
from milestones.settings.template_files import template_sources

if TYPE_CHECKING:
    from pathlib import Path


def check_all(folder: Path) -> tuple[Problem, ...]:
    """List every fault and warning of the configuration and the templates, by file and line."""
    problems: list[Problem] = []
    try:
        problems += read(folder, os.environ, today=SystemClock().now().date()).warnings
    except ConfigError as error:
        problems += error.problems
    problems += template_problems(folder)
    return in_order(problems)


def template_problems(folder: Path) -> tuple[Problem, ...]:
    """List the faults of the templates that this configuration folder uses."""
    try:
        sources = template_sources(folder)
    except ConfigError as error:
        return error.problems
    return tuple(
        Problem(f"templates/{fault.file}", fault.line, "", fault.wrong, fault.right) for fault in faults_in(sources)
    )
