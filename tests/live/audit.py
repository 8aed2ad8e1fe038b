"""Judges from outside: html-validate and Lighthouse, as `tests/audit/package.json` pins them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "audit"
CHROMIUM_FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
CHROMIUM_FLAGS += " --disable-component-update --disable-sync"


def is_at_hand() -> bool:
    """Install the judges where npm is, once; say whether they are there."""
    if not (FOLDER / "node_modules/.package-lock.json").exists() and shutil.which("npm"):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=FOLDER, check=True)
    return (FOLDER / "node_modules/.package-lock.json").exists()


def complaints_about(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Return what html-validate finds in pages, given as HTML by their path."""
    names = {}
    for number, (path, html) in enumerate(pages.items()):
        names[str(folder / f"{number:05d}.html")] = path
        (folder / f"{number:05d}.html").write_text(html, encoding="utf-8")
    command = ["node_modules/.bin/html-validate", "--config", ".htmlvalidate.json", "--formatter", "json", str(folder)]
    # Into a file: what it writes to a pipe is cut off when it ends.
    said = folder / "said.json"
    with said.open("w") as out:
        subprocess.run(command, cwd=FOLDER, stdout=out, check=False)
    return [
        f"{names[judged['filePath']]}:{found['line']} {found['ruleId']}: {found['message']}"
        for judged in json.loads(said.read_text(encoding="utf-8"))
        for found in judged["messages"]
    ]


@dataclass(frozen=True)
class Judgement:
    """
    What Lighthouse says of a page on its phone: scores from 0 to 100, bytes as they were sent, by kind.

    `machine` is its benchmark of the computer that it ran on.
    """

    machine: float
    scores: dict[str, int]
    shift: float
    bytes: dict[str, int]
    weak: list[str]


# Its phone is a quarter as fast as the computer that it runs on, which it takes to be of this benchmark at least.
SLOWDOWN, TAKEN_FOR = 4, 1500


def slowdown_on(machine: float) -> float:
    """Return how much slower than a computer the phone is, by Lighthouse's docs/throttling.md, "Calibrating"."""
    return SLOWDOWN * min(1, machine / TAKEN_FOR)


def judge(address: str, report: Path, *, slowdown: float = SLOWDOWN) -> Judgement:
    """Load an address as a phone of 2016 on a slow line would, and return what Lighthouse says of it."""
    command = ["node_modules/.bin/lighthouse", address, "--quiet", "--output=json", f"--output-path={report}"]
    command.append(f"--throttling.cpuSlowdownMultiplier={slowdown:.2f}")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    # Now and then it loses the trace of a load (NO_NAVSTART), and asks to be run again.
    for attempts_left in (2, 1, 0):
        done = subprocess.run(
            [*command, f"--chrome-flags={CHROMIUM_FLAGS}"],
            cwd=FOLDER,
            env=os.environ | {"CHROME_PATH": chromium},
            check=not attempts_left,
        )
        if done.returncode == 0:
            break
    told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    audits, sent = told["audits"], {}
    for request in audits["network-requests"]["details"]["items"]:
        kind = str(request.get("resourceType"))
        sent[kind] = sent.get(kind, 0) + request["transferSize"]
    weak = [
        f"{name}: {audits[each['id']]['title']} {audits[each['id']].get('displayValue', '')}"
        for name, category in told["categories"].items()
        for each in category["auditRefs"]
        if each["weight"] and (audits[each["id"]]["score"] or 0) < 1 and audits[each["id"]]["score"] is not None
    ]
    return Judgement(
        machine=told["environment"]["benchmarkIndex"],
        scores={name: round(category["score"] * 100) for name, category in told["categories"].items()},
        shift=audits["cumulative-layout-shift"]["numericValue"],
        bytes=sent,
        weak=weak,
    )
