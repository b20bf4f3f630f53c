#!/usr/bin/env python3
"""Makes data/address/{street_types,longhand,directions,units,states,countries}.tsv from the packages named below.

Run from the root of the project: python3 data/make/address_words.py
"""
import os, re, subprocess, sys, tarfile, tempfile, venv

PYTHON = ["usaddress-scourgify==0.7.1", "us==4.0.0", "iso3166==3.0.0", "jellyfish==1.1.0"]
HEAD = "# {}; made by data/make/address_words.py."

# The words that end a street's name when nothing else says where the city begins; the other types of the
# post office (lake, hill, park ...) stand inside names and in city names as often.
STRONG = "aly ave blvd byp cir cirs ct cts cres cswy ctr cv dr drs expy ext fwy hwy ln loop mall mews mtwy pass path pike pkwy pl plz " \
         "pt rd rds row rte rue run sq st sts ter tpke trce trfy trl walk way xing xrd calle camino cl pde cct esp prom gate byu cors " \
         "qy rise chase croft drove wynd brae".split()
# Types that stand before the name.
LEADING = "hwy rte rue calle camino cll ave paseo carr via ch boul rang mtee".split()
# Written for this project: Spanish, French, British and Australian types that the two packages lack.
MORE = {"calle": "calle", "cll": "calle", "avenida": "ave", "avda": "ave", "camino": "camino", "cam": "camino", "paseo": "paseo",
        "carretera": "carr", "carr": "carr", "bulevar": "blvd", "boul": "blvd", "blv": "blvd", "bvd": "blvd", "chemin": "ch", "ch": "ch", "montee": "mtee", "rang": "rang",
        "close": "cl", "cl": "cl", "clse": "cl", "parade": "pde", "pde": "pde", "circuit": "cct", "cct": "cct", "crct": "cct", "esplanade": "esp",
        "esp": "esp", "promenade": "prom", "prom": "prom", "gate": "gate", "quay": "qy", "qy": "qy", "rise": "rise", "chase": "chase", "croft": "croft",
        "drove": "drove", "wynd": "wynd", "brae": "brae", "rt": "rte", "rte": "rte", "hwys": "hwy", "highways": "hwy", "freeways": "fwy",
        "wy": "way", "pky": "pkwy", "pkw": "pkwy", "tpk": "tpke", "trk": "trak", "cresc": "cres", "crcs": "cres", "grn": "grn", "tce": "ter", "trc": "trce",
        "cir": "cir", "crossroads": "xrds", "commons": "cmns", "motorway": "mtwy", "place": "pl", "plc": "pl", "str": "st", "drwy": "dr", "driveway": "dr", "vlge": "vlg"}
# "la" and "is" are Spanish and English words first; "ch", "cr" before a number is a county road.
LEFT_OUT = {"la", "is", "un", "pr", "div", "rest", "cent"}
DIRECTIONS = {"north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
              "no": "", "so": "s", "norte": "n", "sur": "s", "este": "e", "oeste": "w", "nord": "n", "sud": "s", "est": "", "ouest": "w", "nth": "n", "sth": "s"}
# How a unit word is read: "id" needs an identifier behind it, "may" may go without; the kind is what two units are compared by.
UNITS = {"id": {"apt": "apt apartment apartments apto apartamento app appt appartement unit unt suite ste suites no num number numero room rm rms dept department ofc "
                "office oficina bureau lot trlr trailer spc space slip pier hngr hanger hangar stop key side flat shop villa door house wing condo townhouse townhome twnhs",
                "bldg": "bldg building bld bdg block blk tower twr edificio edif", "fl": "fl floor flr level lvl piso etage storey", "pmb": "pmb"},
         "may": {"apt": "ph penthouse bsmt basement frnt front rear lowr lower uppr upper lbby lobby upstairs downstairs attic studio garage cottage"}}
CANADA = {"alberta": "ab", "alta": "ab", "british columbia": "bc", "b c": "bc", "manitoba": "mb", "man": "mb", "new brunswick": "nb", "newfoundland": "nl", "nfld": "nl",
          "newfoundland and labrador": "nl", "nova scotia": "ns", "northwest territories": "nt", "nunavut": "nu", "ontario": "on", "ont": "on",
          "prince edward island": "pe", "pei": "pe", "quebec": "qc", "que": "qc", "pq": "qc", "saskatchewan": "sk", "sask": "sk", "yukon": "yt", "yukon territory": "yt"}
AUSTRALIA = {"new south wales": "nsw", "nsw": "nsw", "victoria": "vic", "vic": "vic", "queensland": "qld", "qld": "qld", "south australia": "sa", "sa": "sa",
             "western australia": "wa", "wa": "wa", "tasmania": "tas", "tas": "tas", "northern territory": "nt", "nt": "nt",
             "australian capital territory": "act", "act": "act"}
MILITARY = {"aa": "aa", "ae": "ae", "ap": "ap", "armed forces americas": "aa", "armed forces europe": "ae", "armed forces pacific": "ap"}
MORE_STATES = {"d c": "dc", "n y": "ny", "n j": "nj", "calif": "ca", "penna": "pa", "mass": "ma", "conn": "ct", "wash d c": "dc", "n c": "nc", "s c": "sc", "n d": "nd",
               "s d": "sd", "n h": "nh", "r i": "ri", "n m": "nm", "w v": "wv", "virgin islands": "vi", "u s virgin islands": "vi", "us virgin islands": "vi"}
COUNTRIES = {"usa": "us", "us": "us", "u s a": "us", "u s": "us", "united states": "us", "united states of america": "us", "estados unidos": "us", "uk": "gb", "u k": "gb",
             "united kingdom": "gb", "great britain": "gb", "england": "gb", "scotland": "gb", "wales": "gb", "northern ireland": "gb", "gbr": "gb", "can": "ca", "aus": "au",
             "deutschland": "de", "espana": "es", "brasil": "br", "the netherlands": "nl", "holland": "nl", "nederland": "nl", "south korea": "kr", "taiwan": "tw",
             "vietnam": "vn", "russia": "ru", "turkey": "tr", "czech republic": "cz", "osterreich": "at", "schweiz": "ch", "suisse": "ch", "italia": "it"}


def python_packages(folder):
    venv.create(f"{folder}/venv", with_pip=True)
    subprocess.run([f"{folder}/venv/bin/pip", "install", "--quiet", "--no-deps", "--target", f"{folder}/lib", *PYTHON], check=True)
    constants = open(f"{folder}/lib/scourgify/address_constants.py", encoding="utf-8").read()
    scope = {}
    for name in ("STREET_TYPE_ABBREVIATIONS", "LONGHAND_STREET_TYPES", "STATE_ABBREVIATIONS"):
        text = constants[constants.index(f"\n{name} = {{"):]
        exec(text[:text.index("}") + 1], scope)
    sys.path.insert(0, f"{folder}/lib")
    return scope


def node_types(folder):
    subprocess.run(["npm", "pack", "--silent", "parse-address@1.1.2"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(name for name in os.listdir(folder) if name.endswith(".tgz"))
    with tarfile.open(f"{folder}/{archive}") as package:
        text = package.extractfile("package/address.js").read().decode()
    block = text[text.index("Street_Type = {"):]
    return dict(re.findall(r"(\w+)\s*:\s*\"(\w+)\"", block[:block.index("}")]))


def street_types(scope, more):
    found = {key.lower(): value.lower() for key, value in scope["STREET_TYPE_ABBREVIATIONS"].items() if " " not in key}
    found = {**more, **{value: value for value in more.values()}, **found, **MORE}
    found = {key: value for key, value in found.items() if key not in LEFT_OUT}
    for key, value in sorted(found.items()):
        yield key, value, ("s" if value in STRONG else "w") + ("p" if value in LEADING else "")


def longhand(scope, types):
    longest = {}
    for spelling, canonical, _ in types:
        longest[canonical] = max(longest.get(canonical, ""), spelling, key=lambda word: (len(word), word))
    longest.update({key.lower(): value.lower() for key, value in scope["LONGHAND_STREET_TYPES"].items() if " " not in key})
    return longest.items()


def units():
    for rule, kinds in UNITS.items():
        for kind, words in kinds.items():
            for word in words.split():
                yield word, "pmb" if word == "pmb" else kind, rule


def states(scope):
    import us
    found = {}
    def add(key, country, code):
        key = re.sub(r"[^a-z0-9 ]", "", key.lower().replace(".", " ")).strip()
        key = re.sub(" +", " ", key)
        if key and f"{country}:{code}" not in found.setdefault(key, []):
            found[key].append(f"{country}:{code}")
    for key, value in scope["STATE_ABBREVIATIONS"].items():
        add(key, "us", value.lower())
    for state in [*us.STATES_AND_TERRITORIES, us.states.DC]:
        for key in (state.abbr, state.name, state.ap_abbr or ""):
            add(key, "us", state.abbr.lower())
    for code in ("fm", "mh", "pw"):
        add(code, "us", code)
    for country, table in (("us", {**MILITARY, **MORE_STATES}), ("ca", {**CANADA, **{code: code for code in CANADA.values()}}), ("au", AUSTRALIA)):
        for key, code in table.items():
            add(key, country, code)
    return [(key, ",".join(value)) for key, value in found.items()]


def countries():
    import iso3166
    found = {}
    for country in iso3166.countries:
        name = re.sub(r"[^a-z ]", "", country.apolitical_name.lower().split(",")[0].split("(")[0]).strip()
        if name.isascii():
            found[name] = country.alpha2.lower()
    found.pop("georgia", None)
    return {**found, **COUNTRIES}.items()


def write(table, head, rows):
    with open(f"data/address/{table}.tsv", "w", encoding="ascii") as file:
        file.write(HEAD.format(head) + "\n")
        file.writelines("\t".join(row) + "\n" for row in sorted(rows))


def main():
    with tempfile.TemporaryDirectory() as folder:
        scope, more = python_packages(folder), node_types(folder)
        post_office = "From usaddress-scourgify 0.7.1 (MIT) and npm parse-address 1.1.2 (ISC), with additions written for this project. Columns: spelling, "
        write("street_types", post_office + "canonical form, s strong or w weak, p also before the name", street_types(scope, more))
        write("longhand", "From usaddress-scourgify 0.7.1 (MIT) and npm parse-address 1.1.2 (ISC). Columns: canonical street type, written out", longhand(scope, street_types(scope, more)))
        write("states", "From usaddress-scourgify 0.7.1 (MIT) and us 4.0.0 (BSD); Canada and Australia written for this project. Columns: spelling, country:code", states(scope))
        write("countries", "From iso3166 3.0.0 (MIT), with spellings written for this project. Columns: name, code", countries())
    codes = {code: code for code in DIRECTIONS.values() if code}
    write("directions", "Written for this project (MIT OR Apache-2.0). Columns: spelling, code", {**codes, **{k: v for k, v in DIRECTIONS.items() if v}}.items())
    write("units", "Occupancy words of usaddress-scourgify 0.7.1 (MIT), with additions written for this project. Columns: spelling, kind, id (needs one) or may", units())


main()
