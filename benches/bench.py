"""`make bench`: this program, its peers and its limits over the same workbooks, one after the other in every round.

Usage: bench.py PROGRAM LIMITS [--quick] [--rounds N] [--only small,tall,large] [--peers NAME,...]

Corpora, environments and results stand in the user's cache. The first round warms the page cache and is where memory is watched; its
times are not used. Sums are compared with the truth: a program that gets them wrong is shown as wrong.
"""

import argparse
import csv
import decimal
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import contestants
import measure
import report

HERE = pathlib.Path(__file__).parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "tonghop" / "bench"
WRITERS = ("XlsxWriter==3.3.1", "openpyxl==3.1.5")
# Peers import what pip compiled at installation. A PYTHONPYCACHEPREFIX would double the time of those that import much.
AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": ""}
JOBS = len(os.sched_getaffinity(0))


def environment(packages, after=""):
    """The Python of an environment with exactly these packages; nothing where they cannot be had."""
    key = hashlib.sha256(" ".join([sys.version, *packages, after]).encode()).hexdigest()[:12]
    home = CACHE / "venv" / key
    python = home / "bin" / "python"
    if not (home / ".complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        commands = [[python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]]
        commands += [[python, "-c", after]] if after else []
        for command in commands:
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            if done.returncode != 0:
                lines = done.stderr.strip().splitlines() or ["?"]
                return None, next((line for line in reversed(lines) if "Error" in line), lines[-1])[:200]
        (home / ".complete").touch()
    return python, None


def corpus(kind, number, rows):
    """The folder of a corpus, made where it is not there or was made by another version of its maker."""
    makers = sorted(path for path in (HERE / "corpus").rglob("*") if path.suffix in (".py", ".xml", ".rels"))
    version = hashlib.sha256(b"".join(path.read_bytes() for path in makers)).hexdigest()[:12]
    folder = CACHE / "corpora" / f"{kind}-{number}-{rows}"
    if not (folder / version).exists():
        print(f"making {folder.name}", file=sys.stderr, flush=True)
        python, why = environment(WRITERS)
        if python is None:
            sys.exit(f"the corpora cannot be made: {why}")
        subprocess.run([python, "-B", HERE / "corpus" / "make.py", kind, str(number), str(rows), folder], check=True)
        (folder / version).touch()
    return folder


class Contest:
    """One corpus and everybody who reads it."""

    def __init__(self, kind, folder, options, pythons):
        self.kind, self.folder, self.options, self.pythons = kind, folder, options, pythons
        self.files = sum(1 for _ in (folder / "workbooks").rglob("*.xlsx"))
        self.bytes = sum(path.stat().st_size for path in (folder / "workbooks").rglob("*.xlsx"))
        with open(folder / "truth.csv", encoding="utf-8", newline="") as file:
            self.truth = list(csv.DictReader(file))
        self.out = CACHE / "out"
        self.rounds, self.verdicts, self.watched, self.stages = [], {}, {}, []

    def run(self):
        self.watched = {name: one(True)["run"] for name, one in self.everybody()}
        for at in range(self.options.rounds):
            print(f"{self.kind}: round {at + 1} of {self.options.rounds}", file=sys.stderr, flush=True)
            who = [(name, one) for name, one in self.everybody() if at == 0 or not self.is_slow(name)]
            # Each round begins with another one: nobody always follows the same neighbour.
            start = at % len(who)
            self.rounds.append({name: one(False) for name, one in who[start:] + who[:start]})
        return self

    def is_slow(self, name):
        """Whether one timed run has to be enough. Never for this program: the others are compared with it."""
        return name != "tonghop" and self.watched[name]["wall"] > contestants.ONCE_ABOVE[self.options.quick]

    def everybody(self):
        """Names, and how to run each once."""
        yield "tonghop", self.program
        for mode in contestants.LIMITS:
            yield mode, lambda is_watched, mode=mode: self.limit(mode, is_watched)
        for peer in contestants.PEERS:
            if self.pythons.get(peer.name):
                yield peer.name, lambda is_watched, peer=peer: self.peer(peer, is_watched)

    def program(self, is_watched):
        out = self.out / "tonghop"
        command = [self.options.program, "ingest", self.folder / "pipeline", self.folder / "workbooks", "--out", out, "--keep", 1, "--quiet"]
        found = measure.run(command, is_watched=is_watched)
        if found.code not in (0, 3, 4):
            sys.exit(f"the program ended with {found.code}: {' '.join(map(str, command))}")
        manifest = json.loads((out / "current" / "manifest.json").read_text(encoding="utf-8"))
        if not is_watched:
            self.stages.append({stage["stage"]: stage["seconds"] for stage in manifest["stages"]})
        self.verdicts["tonghop"] = self.judge_program(out / "current" / "totals.csv")
        return {"run": found.plain(), "full": found.plain()}

    def limit(self, mode, is_watched):
        found = measure.run([self.options.limits, mode, self.folder / "workbooks"], is_watched=is_watched)
        if found.code != 0:
            sys.exit(f"{mode}: ended with {found.code}")
        return {"run": found.plain(), "full": found.plain()}

    def peer(self, peer, is_watched):
        """A peer over all workbooks, or over some and then over a few, scaled."""
        some = peer.of.get(self.kind)
        if some and self.options.quick:
            some = max(2 * contestants.FEW, int(some * contestants.QUICK_PART))
        if not some or some >= self.files:
            found = self.read(peer, is_watched)
            self.verdicts[peer.name] = self.judge_peer()
            return {"run": found.plain(), "full": found.plain()}
        found, few = self.read(peer, is_watched, some), self.read(peer, False, contestants.FEW)
        factor = (self.files - contestants.FEW) / (some - contestants.FEW)
        full = found.plain()
        for key in ("wall", "cpu"):
            full[key] = getattr(few, key) + max(0.0, getattr(found, key) - getattr(few, key)) * factor
        self.verdicts[peer.name] = f"{some} of {self.files} workbooks, scaled"
        return {"run": found.plain(), "few": few.plain(), "full": full}

    def read(self, peer, is_watched, only=None):
        # Processes share the work, so the threads of a library do not.
        env = {**AS_INSTALLED, "POLARS_MAX_THREADS": "1" if self.files > 1 else str(JOBS)}
        command = [self.pythons[peer.name], HERE / "peers" / peer.script, self.folder / "workbooks", self.out / "peer.csv", JOBS]
        log = self.out / "peer.log"
        found = measure.run(command + ([only] if only else []), env, is_watched, log)
        if found.code != 0:
            sys.exit(f"{peer.name} ended with {found.code}:\n{log.read_text(errors='replace')[-2000:]}")
        return found

    def judge_program(self, path):
        """Exact, in base units."""
        with open(path, encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["group"] == "all"]
        found = {(row["indicator"], row["measure"]): decimal.Decimal(row["value"] or 0) * 10 for row in rows}
        wrong = 0
        for row in self.truth:
            for measured, column in (("plan", "plan_tenths"), ("actual", "value_tenths")):
                wrong += found.get((row["id"], measured), 0) != int(row[column]) * int(row["scale"])
        return "sums right" if wrong == 0 else f"{wrong} SUMS WRONG"

    def judge_peer(self):
        """Peers add floats: right to nine digits."""
        with open(self.out / "peer.csv", encoding="utf-8", newline="") as file:
            found = {row["label"]: row for row in csv.DictReader(file)}
        wrong = 0
        for row in self.truth:
            for name, column in (("plan", "plan_tenths"), ("value", "value_tenths")):
                truth, sum_ = int(row[column]) / 10, float(found.get(row["label"], {}).get(name) or 0)
                wrong += abs(sum_ - truth) > 1e-9 * max(1.0, truth)
        return "sums right" if wrong == 0 else f"{wrong} SUMS WRONG"


def options():
    parser = argparse.ArgumentParser(prog="make bench ARGS=...")
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("limits", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true", help="smaller corpora and fewer rounds: under three minutes")
    parser.add_argument("--rounds", type=int, help="timed rounds [default: 5, quick: 3]")
    parser.add_argument("--only", default="small,tall,large", help="which corpora")
    parser.add_argument("--peers", default="", help="only peers whose name has one of these in it")
    found = parser.parse_args()
    found.rounds = found.rounds or (3 if found.quick else 5)
    return found


def peers_at_hand(wanted):
    """The environment of each peer, and why the others are missing."""
    pythons, missing = {}, {}
    for peer in contestants.PEERS:
        if wanted and not any(part in peer.name for part in wanted.split(",")):
            continue
        python, why = environment(peer.packages, peer.after)
        pythons[peer.name] = python
        if why:
            missing[peer.name] = why
    return pythons, missing


def main():
    chosen = options()
    sizes = contestants.QUICK if chosen.quick else contestants.FULL
    (CACHE / "out").mkdir(parents=True, exist_ok=True)
    pythons, missing = peers_at_hand(chosen.peers)
    folders = {kind: corpus(kind, *sizes[kind]) for kind in chosen.only.split(",")}
    began, load = time.time(), os.getloadavg()
    contests = [Contest(kind, folder, chosen, pythons).run() for kind, folder in folders.items()]
    shutil.rmtree(CACHE / "out", ignore_errors=True)
    facts = report.Facts(chosen, JOBS, load, os.getloadavg(), time.time() - began, missing)
    results = CACHE / "results"
    results.mkdir(exist_ok=True)
    name = time.strftime("%Y%m%dT%H%M%S") + ("-quick" if chosen.quick else "")
    text = report.markdown(contests, facts)
    (results / f"{name}.md").write_text(text, encoding="utf-8")
    (results / f"{name}.json").write_text(json.dumps(report.plain(contests, facts), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(text)
    print(f"{results / name}.md, {name}.json", file=sys.stderr)


if __name__ == "__main__":
    main()
