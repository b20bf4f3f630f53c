"""ownermatch beside what a user might take instead, on the same made cases, in one run.

By hand, in an environment of its own; nothing of it runs in CI:

    cargo build --release --bin ownermatch
    python3 -m venv target/peers && target/peers/bin/pip install -r benches/peers/requirements.txt
    target/peers/bin/python benches/peers/peers.py

What is measured: cases a second, a case being one applicant and all owners of the account, from raw strings to the best
owner and a score. Everything works on one thread; the peers take turns of about a second, and the first is not counted.
Printed are the median of the turns with the least and the most, and how many times as fast ownermatch was in the same turn.

The peers, each as its users would write it for speed:
- DuckDB: two tables in memory; SQL that folds each string once, joins by case, weighs jaro_winkler_similarity of names and
  addresses and equality of emails and of the last ten digits of phones, and keeps the best owner, into a table.
- rapidfuzz: a loop over the cases; each string is processed once, names by JaroWinkler and token_sort_ratio.
- nomenklatura: logic-v2 compares two entities of Follow the Money; making the entities is not counted. It keeps names it has
  read, so that each turn takes cases of its own, and not all, for it is slow.

What is fair in it and what is not:
- In favor of the peers: they find a score and no more. ownermatch reads names, addresses and phones into parts, weighs rivals,
  raises flags, decides, and gives its reasons' evidence. DuckDB is given its tables loaded, nomenklatura its entities made and
  told what a business is. logic-v2 passes over emails and phones.
- Against them: Python is no fast language, and nobody takes DuckDB for one case at a time. ownermatch's figure in memory is
  taken by itself (`ownermatch bench`) and leaves out JSON; `score` beside it is a whole process, file in and file out.
- AUC is how well each tells owners from others by its score on these cases (.5 is chance, 1 is perfect). The cases are ours,
  and our weights are estimated on others made the same way: read it as a check that each does something sensible.
"""

import argparse
import importlib.metadata
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOW = "1789430400"
FIELDS = ("name", "email", "phone", "address")
# What the SQL and the loop weigh a field with where both sides have it.
WEIGHTS = {"name": 0.4, "email": 0.2, "phone": 0.2, "address": 0.2}


class Case:
    """One applicant and the owners, each as four raw strings or None."""

    def __init__(self, line):
        made = json.loads(line)
        applicant = made["applicant"]
        parts = [applicant.get(part) for part in ("first_name", "middle_name", "last_name")]
        name = applicant.get("name") or " ".join(filter(None, parts)) or applicant.get("business_name")
        self.is_business = bool(applicant.get("business_name"))
        self.is_owner = made["label"] == "same_person"
        self.applicant = (name, applicant.get("email"), applicant.get("phone"), one_line(applicant.get("address")))
        self.owners = [
            (owner["name"], owner["email"], owner["phone"], owner["raw_address"]) for owner in made["owners"]
        ]


def one_line(address):
    if not isinstance(address, dict):
        return address
    keys = ("line1", "line2", "city", "state", "postal_code")
    return " ".join(filter(None, (address.get(key) for key in keys))) or None


def cases_a_second(cases, work):
    """Does the same work again for a second, so that a turn is no moment of the machine's."""
    began, done = time.perf_counter(), 0
    while not done or time.perf_counter() - began < 1:
        work()
        done += cases
    return done / (time.perf_counter() - began)


class InMemory:
    """Ours, as `ownermatch bench` measures it: raw strings to an answer."""

    name = "ownermatch, memory"

    def __init__(self, run):
        self.run = run

    def turn(self, _number):
        return figure(self.run.bench(), "cases_per_second")

    def scores(self):
        return self.run.log_odds()


class Lines(InMemory):
    """Ours, a file of JSON lines in and answers out, as a whole process."""

    name = "ownermatch score"

    def turn(self, _number):
        return cases_a_second(len(self.run.cases), lambda: self.run.score(stdout=subprocess.DEVNULL))


def figure(report, name):
    return next(figure["value"] for figure in report["figures"] if figure["name"] == name)


class DuckDb:
    """SQL, from two tables of raw strings to a table of answers."""

    name = "DuckDB SQL"
    MACROS = """
        CREATE MACRO words(s) AS regexp_replace(lower(strip_accents(s)), '[^a-z0-9 ]+', ' ', 'g');
        CREATE MACRO digits(s) AS nullif(right(regexp_replace(s, '[^0-9]+', '', 'g'), 10), '');
        CREATE MACRO agree(one, other) AS CAST(one = other AS DOUBLE);
        CREATE MACRO part(weight, s) AS CASE WHEN s IS NULL THEN 0 ELSE weight END;
    """
    FOLD = "SELECT id, words(name) AS name, lower(trim(email)) AS email, digits(phone) AS phone, words(address) AS address"

    def __init__(self, run):
        import duckdb

        self.base = duckdb.connect()
        self.base.execute("SET threads=1")
        self.base.execute(self.MACROS)
        columns = ", ".join(f"{field} VARCHAR" for field in FIELDS)
        self.base.execute(f"CREATE TABLE applicants (id INTEGER, {columns})")
        self.base.execute(f"CREATE TABLE owners (id INTEGER, owner INTEGER, {columns})")
        applicants = [(at, *case.applicant) for at, case in enumerate(run.cases)]
        owners = [(at, to, *owner) for at, case in enumerate(run.cases) for to, owner in enumerate(case.owners)]
        self.base.execute("BEGIN")
        self.base.executemany("INSERT INTO applicants VALUES (?, ?, ?, ?, ?)", applicants)
        self.base.executemany("INSERT INTO owners VALUES (?, ?, ?, ?, ?, ?)", owners)
        self.base.execute("COMMIT")
        self.count = len(run.cases)

    def query(self):
        sum_of = " + ".join(f"{weight} * coalesce({field}, 0)" for field, weight in WEIGHTS.items())
        weight = " + ".join(f"part({weight}, {field})" for field, weight in WEIGHTS.items())
        return f"""
            CREATE OR REPLACE TEMP TABLE answers AS
            WITH a AS ({self.FOLD} FROM applicants), o AS ({self.FOLD}, owner FROM owners),
            compared AS (
                SELECT id, owner, jaro_winkler_similarity(a.name, o.name) AS name, agree(a.email, o.email) AS email,
                    agree(a.phone, o.phone) AS phone, jaro_winkler_similarity(a.address, o.address) AS address
                FROM a JOIN o USING (id)
            ),
            scored AS (SELECT id, owner, ({sum_of}) / greatest({weight}, 0.1) AS score FROM compared)
            SELECT id, arg_max(owner, score) AS owner, max(score) AS score FROM scored GROUP BY id
        """

    def turn(self, _number):
        return cases_a_second(self.count, lambda: self.base.execute(self.query()))

    def scores(self):
        rows = self.base.execute("SELECT id, score FROM answers").fetchall()
        return dict(rows)


class RapidFuzz:
    """A loop in Python, each string processed once."""

    name = "Python and rapidfuzz"

    def __init__(self, run):
        from rapidfuzz import fuzz
        from rapidfuzz.distance import JaroWinkler
        from rapidfuzz.utils import default_process

        self.cases = run.cases
        self.process, self.sorted_words = default_process, fuzz.token_sort_ratio
        self.similarity = JaroWinkler.similarity
        self.no_digits = re.compile("[^0-9]+")
        self.best = {}

    def read(self, side):
        name, email, phone, address = side
        return (
            self.process(name) if name else None,
            email.strip().lower() if email else None,
            self.no_digits.sub("", phone)[-10:] if phone else None,
            self.process(address) if address else None,
        )

    def compare(self, applicant, owner):
        total = weight = 0.0
        if applicant[0] and owner[0]:
            similarity = self.similarity(applicant[0], owner[0])
            similarity = max(similarity, self.sorted_words(applicant[0], owner[0]) / 100)
            total += WEIGHTS["name"] * similarity
            weight += WEIGHTS["name"]
        if applicant[1] and owner[1]:
            total += WEIGHTS["email"] * (applicant[1] == owner[1])
            weight += WEIGHTS["email"]
        if applicant[2] and owner[2]:
            total += WEIGHTS["phone"] * (applicant[2] == owner[2])
            weight += WEIGHTS["phone"]
        if applicant[3] and owner[3]:
            total += WEIGHTS["address"] * self.similarity(applicant[3], owner[3])
            weight += WEIGHTS["address"]
        return total / weight if weight else 0.0

    def answer(self, case):
        applicant = self.read(case.applicant)
        return max((self.compare(applicant, self.read(owner)), at) for at, owner in enumerate(case.owners))

    def loop(self):
        self.best = {at: self.answer(case) for at, case in enumerate(self.cases) if case.owners}

    def turn(self, _number):
        return cases_a_second(len(self.cases), self.loop)

    def scores(self):
        return {at: score for at, (score, _owner) in self.best.items()}


class Nomenklatura:
    """logic-v2 over entities that are made beforehand; cases of its own in each turn."""

    name = "nomenklatura logic-v2"

    def __init__(self, run):
        from followthemoney import model
        from nomenklatura.matching import LogicV2

        self.model, self.algorithm, self.config = model, LogicV2, LogicV2.default_config()
        self.cases, self.subset, self.found = run.cases, run.args.subset, {}

    def entity(self, case, key, side):
        entity = self.model.make_entity("Company" if case.is_business else "Person")
        entity.id = key
        for field, value in zip(FIELDS, side):
            if value:
                entity.add(field, value)
        return entity

    def entities(self, at):
        case = self.cases[at]
        owners = [self.entity(case, f"owner-{at}-{to}", owner) for to, owner in enumerate(case.owners)]
        return at, self.entity(case, f"applicant-{at}", case.applicant), owners

    def turn(self, number):
        places = [(number * self.subset + at) % len(self.cases) for at in range(self.subset)]
        made = [self.entities(at) for at in places]
        began = time.perf_counter()
        for at, applicant, owners in made:
            compared = (self.algorithm.compare(applicant, owner, self.config).score for owner in owners)
            self.found[at] = max(compared, default=0.0)
        return len(places) / (time.perf_counter() - began)

    def scores(self):
        return self.found


class Run:
    """The cases, as a file and as read, and our binary on them."""

    def __init__(self, args, folder):
        self.args, self.path = args, folder / "cases.ndjson"
        count, seed = str(args.cases), str(args.seed)
        with self.path.open("wb") as out:
            subprocess.run([args.binary, "simulate", "--cases", count, "--seed", seed], stdout=out, check=True)
        self.cases = [Case(line) for line in self.path.read_text("utf-8").splitlines()]

    def bench(self):
        command = [self.args.binary, "bench", str(self.path), "--threads", "1", "--json", "--now", NOW]
        command += ["--cases", str(len(self.cases)), "--seconds", str(self.args.seconds)]
        return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    def score(self, stdout):
        command = [self.args.binary, "score", str(self.path), "--threads", "1", "--format", "ndjson", "--now", NOW]
        return subprocess.run(command, stdout=stdout, stderr=subprocess.DEVNULL, check=True, text=True)

    def log_odds(self):
        answers = self.score(stdout=subprocess.PIPE).stdout.splitlines()
        found = (json.loads(answer)["log_odds"] for answer in answers)
        return {at: -1e9 if score is None else score for at, score in enumerate(found)}


def auc(cases, scores):
    """How often an owner is scored above another, ties counting half; by ranks."""
    ordered = sorted((score, cases[at].is_owner) for at, score in scores.items())
    owners = sum(is_owner for _, is_owner in ordered)
    others = len(ordered) - owners
    if not owners or not others:
        return float("nan")
    ranks, at = 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end][0] == ordered[at][0]:
            end += 1
        ranks += (at + end + 1) / 2 * sum(is_owner for _, is_owner in ordered[at:end])
        at = end
    return (ranks - owners * (owners + 1) / 2) / (owners * others)


def peers(run):
    """Those that can be had here, ours first; what cannot be had is told."""
    found = []
    for peer in (InMemory, Lines, DuckDb, RapidFuzz, Nomenklatura):
        try:
            found.append(peer(run))
        except ImportError as error:
            print(f"{peer.name}: left out, since it cannot be imported: {error}", file=sys.stderr)
    return found


def measure(run, found):
    """The rates of every peer, turn by turn; the first turn is not counted."""
    rates = {peer.name: [] for peer in found}
    for number in range(run.args.repeats + 1):
        for peer in found:
            print(f"turn {number} of {run.args.repeats}: {peer.name}", file=sys.stderr)
            rate = peer.turn(number)
            if number:
                rates[peer.name].append(rate)
    return rates


def spread(values, form):
    least, median, most = (form(value) for value in (min(values), statistics.median(values), max(values)))
    return median, f"{least} to {most}"


def times(ratio):
    return f"{ratio:.2f}" if ratio < 1 else f"{ratio:.1f}" if ratio < 100 else f"{ratio:.0f}"


def show(run, found, rates):
    report = run.bench()
    machine, build = report["machine"], report["build"]
    versions = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "rapidfuzz", "nomenklatura"))
    print(f"PEERS: {len(run.cases):,} made cases of seed {run.args.seed}, one thread, {run.args.repeats} turns")
    print(f"{machine['cpu']}, {machine['cores']} cores, {machine['os']} {machine['arch']}")
    print(f"ownermatch {build['version']}, {build['profile']}, model {report['model_id']}")
    print(f"{versions}, Python {sys.version.split()[0]}\n")
    print(f"{'cases a second':<22}{'median':>9}  {'least to most':<18}{'AUC':>6}  ours to theirs")
    ours = rates[InMemory.name]
    for peer in found:
        median, span = spread(rates[peer.name], "{:,.0f}".format)
        ratio, ratio_span = spread([us / them for us, them in zip(ours, rates[peer.name])], times)
        ratio = f"{ratio} ({ratio_span})" if peer.name != InMemory.name else ""
        print(f"{peer.name:<22}{median:>9}  {span:<18}{auc(run.cases, peer.scores()):>6.3f}  {ratio}".rstrip())
    print(NOTE.format(subset=run.args.subset))


NOTE = """
The peers find a score and no more, and are given their tables and entities made;
nomenklatura takes {subset} cases a turn. AUC is on cases made by our simulator.
What is fair and what is not stands at the head of benches/peers/peers.py."""


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def arguments():
    parser = argparse.ArgumentParser(description="ownermatch beside DuckDB, rapidfuzz and nomenklatura")
    parser.add_argument("--binary", default=str(ROOT / "target/release/ownermatch"), help="the release binary")
    parser.add_argument("--cases", type=int, default=10_000, help="how many cases are made")
    parser.add_argument("--seed", type=int, default=1, help="what they are made from")
    parser.add_argument("--repeats", type=int, default=5, help="turns that count")
    parser.add_argument("--subset", type=int, default=1500, help="cases that nomenklatura takes in a turn")
    parser.add_argument("--seconds", type=float, default=3.0, help="seconds of our own bench in a turn")
    return parser.parse_args()


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(args, Path(folder))
        found = peers(run)
        show(run, found, measure(run, found))


if __name__ == "__main__":
    main()
