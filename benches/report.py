"""What was measured, as a table for the README and as JSON."""

import pathlib
import platform
import statistics
import subprocess
from dataclasses import dataclass

import contestants

WHAT = {
    "small": "workbooks of about 540 cells",
    "tall": "workbooks of {rows} rows, each row an indicator",
    "large": "workbook of {rows} rows × 12 columns, a list behind a form: every cell is read and accounted for, the sums come from the form",
}


@dataclass
class Facts:
    options: object
    jobs: int
    load_before: tuple
    load_after: tuple
    seconds: float
    missing: dict


def markdown(contests, facts):
    parts = [intro(facts)]
    parts += [section(contest) for contest in contests]
    parts += [f"Not measured: {name} ({why})." for name, why in facts.missing.items()]
    parts.append(
        "Not measured: qsv (no Debian or PyPI package of it; it would be built from crates.io, and it turns sheets into CSV without summing per label)."
    )
    return "\n\n".join(parts) + "\n"


def intro(facts):
    short = "quick, " if facts.options.quick else ""
    return (
        f"{facts.jobs} cores ({processor()}), {short}medians of {facts.options.rounds} rounds in turn, files in the page cache; × is the median of the ratios to tonghop "
        f"within a round, with the smallest and largest. Memory: the largest process / all processes of the tree. "
        f"Load {facts.load_before[0]:.1f} before, {facts.load_after[0]:.1f} after."
    )


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def section(contest):
    rows = f"{int(contest.folder.name.rsplit('-', 1)[1]):,}"
    title = f"**{contest.files:,} {WHAT[contest.kind].format(rows=rows)}** ({contest.bytes / 1e6:.1f} MB)"
    head = f"| | wall s | {counted(contest)[0]}/s | × wall | CPU s | × CPU | peak MiB | |\n|---|--:|--:|--:|--:|--:|--:|---|"
    lines = [line(contest, name) for name in contest.watched]
    return "\n".join([title, "", head, *lines, "", stages(contest)])


def counted(contest):
    """What a second is full of: workbooks, or the rows of the only one."""
    rows = int(contest.folder.name.rsplit("-", 1)[1])
    return ("workbooks", contest.files) if contest.files > 1 else ("rows", rows)


def line(contest, name):
    ran = [one[name] for one in contest.rounds if name in one]
    values = lambda key: [one["full"][key] for one in ran]  # noqa: E731
    wall, cpu = statistics.median(values("wall")), statistics.median(values("cpu"))
    peak = max(one["run"]["peak"] for one in ran)
    tree = contest.watched[name]["tree"]
    memory = f"{peak:.0f} / {tree:.0f}" if tree and tree > peak * 1.1 else f"{peak:.0f}"
    cells = [shown(name), f"{wall:.2f}", f"{counted(contest)[1] / wall:,.0f}", ratio(contest, name, "wall"), f"{cpu:.2f}", ratio(contest, name, "cpu"), memory]
    return f"| {' | '.join([*cells, remark(contest, name)])} |"


def shown(name):
    return "**tonghop**" if name == "tonghop" else contestants.LIMITS.get(name, (name,))[0]


def ratio(contest, name, key):
    if name == "tonghop":
        return "1"
    found = [one[name]["full"][key] / one["tonghop"]["full"][key] for one in contest.rounds if name in one]
    if len(found) == 1:
        return short(found[0])
    return f"{short(statistics.median(found))} ({short(min(found))} to {short(max(found))})"


def short(figure):
    """Two digits that count, without an exponent."""
    return f"{figure:.0f}" if figure >= 10 else f"{figure:.{1 if figure >= 1 else 2 if figure >= 0.1 else 3}f}"


def remark(contest, name):
    """What it does, or what it does not, and whether its sums are right."""
    lacks = {peer.name: peer.lacks for peer in contestants.PEERS} | {mode: text for mode, (_, text) in contestants.LIMITS.items()}
    said = [contestants.PROGRAM if name == "tonghop" else lacks[name], contest.verdicts.get(name)]
    said.append("one round" if contest.is_slow(name) else None)
    return "; ".join(filter(None, said))


def stages(contest):
    medians = {name: statistics.median(found[name] for found in contest.stages) for name in contest.stages[0]}
    wall = statistics.median(one["tonghop"]["full"]["wall"] for one in contest.rounds)
    told = [f"{name} {seconds:.3f}" for name, seconds in medians.items()]
    rest = f"the rest (definition, publishing, leaving) {max(0.0, wall - sum(medians.values())):.3f}"
    return f"Stages of tonghop in seconds: {', '.join([*told, rest])}."


def plain(contests, facts):
    version = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "commit": version,
        "processor": processor(),
        "jobs": facts.jobs,
        "load": [facts.load_before, facts.load_after],
        "seconds": facts.seconds,
        "quick": facts.options.quick,
        "missing": facts.missing,
        "peers": {peer.name: peer.packages for peer in contestants.PEERS},
        "corpora": {
            contest.kind: {
                "files": contest.files,
                "bytes": contest.bytes,
                "rounds": contest.rounds,
                "watched": contest.watched,
                "verdicts": contest.verdicts,
                "stages": contest.stages,
            }
            for contest in contests
        },
    }
