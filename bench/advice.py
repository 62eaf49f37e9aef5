"""For bench/advice: puts a case together, reads what a race says, and makes the table; the standard library alone.

    advice.py draw DATA COUNT JUDGED SEED OUT   OUT/train and OUT/test with COUNT examples of each class (0: all others)
                                                and at most JUDGED to judge by, drawn by SEED; of the data's own test
                                                part where there is one
    advice.py race RUN                          seconds of the arms, seconds of the last training, the arm chosen
    advice.py table RESULTS                     a row a case, and what the rules lose on the whole
"""

import csv
import json
import math
import random
import shutil
import statistics
import sys
from pathlib import Path

csv.field_size_limit(sys.maxsize)
LABELS = ("label", "category")


def draw(data, count, judged, seed, out):
    count, judged, seed = int(count), int(judged), int(seed)
    rng = random.Random(seed)
    data, out = Path(data), Path(out)
    if out.is_dir():
        return
    new = out.with_name(out.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    tables = sorted(data.glob("*.csv")) + sorted(data.glob("*.tsv"))
    if tables:
        texts(data, new, count, judged, rng)
    else:
        images(data, new, count, judged, rng)
    new.rename(out)


def drawn(examples, count, judged, rng):
    """Training and judged examples of one class."""
    examples = list(examples)
    rng.shuffle(examples)
    few = min(judged, len(examples) // 5) if count == 0 else min(judged, max(0, len(examples) - count))
    return examples[few:][: count or None], examples[:few]


def images(data, out, count, judged, rng):
    tests = data.parent / "val" if data.name == "train" and (data.parent / "val").is_dir() else None
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        files = sorted(path for path in folder.iterdir() if path.is_file())
        if tests:
            train, _ = drawn(files, count, 0, rng)
            _, test = drawn(sorted((tests / folder.name).iterdir()), 1, judged, rng)
        else:
            train, test = drawn(files, count, judged, rng)
        for part, some in (("train", train), ("test", test)):
            place = out / part / folder.name
            place.mkdir(parents=True)
            for file in some:
                shutil.copyfile(file, place / file.name)


def texts(data, out, count, judged, rng):
    for part, most in (("train", count), ("test", judged)):
        file = next(data.glob(part + ".*"))
        dialect = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if file.suffix == ".tsv" else {}
        with open(file, newline="", encoding="utf-8") as table:
            rows = list(csv.DictReader(table, **dialect))
        label = next(name for name in LABELS if name in rows[0])
        by_class = {}
        for row in rows:
            by_class.setdefault(row[label], []).append(row["text"])
        with open(out / (part + ".csv"), "w", newline="", encoding="utf-8") as table:
            writer = csv.writer(table)
            writer.writerow(["text", "label"])
            for name in sorted(by_class):
                some = by_class[name]
                rng.shuffle(some)
                writer.writerows((text, name) for text in some[: most or None])


def race(run):
    """Of a race the arms' seconds as far as they ran; of any other run none."""
    with open(Path(run) / "run.json", encoding="utf-8") as file:
        report = json.load(file)
    arms = (report.get("race") or {}).get("arms", [])
    choosing = sum(arm["rungs"][-1]["seconds"] for arm in arms if arm["rungs"])
    chosen = ((report.get("race") or {}).get("chosen") or {}).get("arm", "-")
    print(f"{choosing:.1f}\t{report['wall_seconds']:.1f}\t{chosen}")


FULL = {"nsmc": "full", "banking77": "full", "clinc150": "full"}


def table(results):
    """A row a case: the best arm, the race, and what fixed rules would have taken, in points below the best."""
    cases = {}
    with open(results, encoding="utf-8") as file:
        for line in file:
            case, seed, way, score, _, choosing, training, chosen = line.rstrip("\n").split("\t")
            cases.setdefault((case, seed), {})[way] = (float(score), float(choosing), float(training), chosen)
    by_case = {}
    for (case, seed), ways in cases.items():
        arms = {way: found for way, found in ways.items() if way != "race"}
        if "race" not in ways or "features" not in arms:
            continue
        best = max(arms, key=lambda way: arms[way][0])
        full = arms.get(FULL.get(case.split("-")[0], "discriminative"), arms["features"])
        everything = sum(found[2] for found in arms.values())
        by_case.setdefault(case, []).append(
            {
                "best": arms[best][0],
                "best arm": best,
                "race": ways["race"][0],
                "chosen": ways["race"][3],
                "regret": 100 * (arms[best][0] - ways["race"][0]),
                "features": 100 * (arms[best][0] - arms["features"][0]),
                "full": 100 * (arms[best][0] - full[0]),
                "share": ways["race"][1] / everything,
            }
        )
    print("| case | seeds | best arm | its score | race | chosen | regret | always features | always full | time |")
    print("|---|---:|---|---:|---:|---|---:|---:|---:|---:|")
    for case, rows in by_case.items():
        mean = lambda name: statistics.mean(row[name] for row in rows)
        words = lambda name: ", ".join(row[name] for row in rows)
        print(
            f"| {case} | {len(rows)} | {words('best arm')} | {mean('best'):.3f} | {mean('race'):.3f} | {words('chosen')}"
            f" | {mean('regret'):.1f} | {mean('features'):.1f} | {mean('full'):.1f} | {mean('share'):.2f} |"
        )
    rows = [row for rows in by_case.values() for row in rows]
    if rows:
        for name in ("regret", "features", "full"):
            values = [row[name] for row in rows]
            error = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else 0
            print(f"{name}: mean {statistics.mean(values):.2f} ± {error:.2f} points, most {max(values):.1f}")
        print(f"time: {statistics.median(row['share'] for row in rows):.2f} of trying all at the median")


if __name__ == "__main__":
    {"draw": draw, "race": race, "table": table}[sys.argv[1]](*sys.argv[2:])
