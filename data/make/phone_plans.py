"""Makes area_codes.tsv, calling_codes.tsv and regions.tsv in data/phone/ from the pinned package phonenumbers.

An area code's country is that of its valid numbers; its state is read off the place name of the geodata, and left out
("-") where an area code serves several. Possible lengths and trunk prefixes are those of the metadata.
"""
import pathlib, re, subprocess, sys, tempfile, venv

PACKAGE = "phonenumbers==9.0.43"
OUT = pathlib.Path(__file__).resolve().parent.parent / "phone"
SOURCE = "phonenumbers 9.0.43 (Apache-2.0)"
STATES = """AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;DE Delaware;DC Washington D.C.
FL Florida;GA Georgia;HI Hawaii;ID Idaho;IL Illinois;IN Indiana;IA Iowa;KS Kansas;KY Kentucky;LA Louisiana;ME Maine;MD Maryland
MA Massachusetts;MI Michigan;MN Minnesota;MS Mississippi;MO Missouri;MT Montana;NE Nebraska;NV Nevada;NH New Hampshire
NJ New Jersey;NM New Mexico;NY New York;NC North Carolina;ND North Dakota;OH Ohio;OK Oklahoma;OR Oregon;PA Pennsylvania
RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;TX Texas;UT Utah;VT Vermont;VA Virginia;WA Washington State
WV West Virginia;WI Wisconsin;WY Wyoming;AB Alberta;BC British Columbia;BC British Colombia;MB Manitoba;NB New Brunswick
NL Newfoundland and Labrador;ON Ontario;QC Quebec;SK Saskatchewan"""
STATE_OF = {name: code for code, name in (row.split(" ", 1) for row in STATES.replace("\n", ";").split(";"))}
# Area codes whose place the geodata leaves to their exchanges.
CITIES = {"203": "CT", "310": "CA", "713": "TX", "718": "NY", "905": "ON"}
TERRITORIES = {"PR", "VI", "GU", "MP", "AS"}


def state(code, place, region):
    if region in TERRITORIES:
        return region
    if place and ", " in place:
        return place.rsplit(", ", 1)[1]
    return STATE_OF.get(place) or CITIES.get(code) or "-"


def area(code, phonenumbers, places):
    from phonenumbers import PhoneNumberType as kinds
    named = {kinds.TOLL_FREE: "toll_free", kinds.PREMIUM_RATE: "premium"}
    named |= {kind: "other" for kind in (kinds.PERSONAL_NUMBER, kinds.UAN, kinds.VOIP)}
    for exchange in ("234", "345", "555", "700", "222"):
        number = phonenumbers.PhoneNumber(country_code=1, national_number=int(f"{code}{exchange}5678"))
        if phonenumbers.is_valid_number(number):
            region = phonenumbers.region_code_for_number(number)
            kind = named.get(phonenumbers.number_type(number), "geographic")
            place = places.get(f"1{code}", {}).get("en")
            return f"{code}\t{kind}\t{region}\t{state(code, place, region) if kind == 'geographic' else '-'}"
    return next((island(row) for row in shared(phonenumbers, "US", phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1]) if row[:3] == code), None)


def island(row):
    """Area codes of the Caribbean and the Pacific, whose valid exchanges are few."""
    code, region = row.split(":")
    return f"{code}\tgeographic\t{region}\t{region if region in TERRITORIES else '-'}"


def lengths(metadata):
    return sorted(metadata.general_desc.possible_length or ())


def trunk(metadata):
    """The prefix dialed inside the country, "-" for none, "?" where parsing rewrites more than a prefix."""
    prefix, pattern = metadata.national_prefix, metadata.national_prefix_for_parsing
    if not prefix and not pattern:
        return "-"
    plain = prefix and (pattern == prefix or pattern.startswith(f"{prefix}|") or pattern.endswith(f"|{prefix}"))
    return prefix if plain and not metadata.national_prefix_transform_rule else "?"


def regions(phonenumbers):
    for region in phonenumbers.SUPPORTED_REGIONS:
        metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
        yield f"{region.lower()}\t{metadata.country_code}\t{','.join(map(str, lengths(metadata)))}\t{trunk(metadata)}"


def shared(phonenumbers, main, others):
    """Where another territory shares a calling code: `prefix:REGION` for its leading digits, as far as they are plain."""
    for region in others:
        digits = phonenumbers.PhoneMetadata.metadata_for_region(region).leading_digits if region != "001" else None
        if region != main and digits and re.fullmatch(r"[0-9|]+", digits):
            yield from (f"{prefix}:{region}" for prefix in digits.split("|"))
    yield from {"RU": ["6:KZ", "7:KZ"], "GB": ["1481:GG", "1534:JE", "1624:IM"]}.get(main, [])


def calling_codes(phonenumbers):
    for code, here in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        known = [phonenumbers.PhoneMetadata.metadata_for_region(region) for region in here if region != "001"]
        known = known or [phonenumbers.PhoneMetadata.metadata_for_nongeo_region(code)]
        possible = sorted({length for metadata in known for length in lengths(metadata)})
        others = ",".join(sorted(set(shared(phonenumbers, here[0], here)))) or "-"
        region = here[0] if here[0] != "001" else "-"
        yield f"{code}\t{region}\t{','.join(map(str, possible))}\t{trunk(known[0])}\t{others}"


def write(name, columns, rows):
    rows = sorted(rows, key=lambda row: row.split("\t")[0].encode())
    (OUT / f"{name}.tsv").write_text(f"# {columns} | {SOURCE}\n" + "".join(f"{row}\n" for row in rows))


def make():
    import phonenumbers
    from phonenumbers.geodata import GEOCODE_DATA
    found = (area(str(code), phonenumbers, GEOCODE_DATA) for code in range(200, 1000))
    write("area_codes", "area code, kind, country, state", filter(None, found))
    write("regions", "region, calling code, possible lengths, trunk prefix", regions(phonenumbers))
    write("calling_codes", "calling code, region, possible lengths, trunk prefix, shared with", calling_codes(phonenumbers))


def main():
    if "--made" in sys.argv:
        return make()
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = pathlib.Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", PACKAGE], check=True)
        subprocess.run([python, __file__, "--made"], check=True)


sys.exit(main())
