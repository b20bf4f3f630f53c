"""Makes variants.tsv in data/name/: spellings of one name in Latin letters, written for this project.

Each line is a group of spellings that stand for one name in another script, the usual one first.
A spelling may stand in several groups.
"""
import collections, pathlib

OUT = pathlib.Path(__file__).resolve().parent.parent / "name" / "variants.tsv"
GROUPS = """
muhammad mohammed mohammad mohamed mohamad muhammed muhamad mohamet mohd muhamed muhammet mehmed mehmet mamadou mahomed mohamud
ahmad ahmed achmad achmed ahmet akhmad akhmed ahmadu amadou
mahmud mahmoud mahmood mehmood
hasan hassan hasen hassen hacen hasson
husayn hussein hussain husain hossein husein hoseyn hosein hussien houssein hossain huseyin husseyn
ali aly
abdallah abdullah abdulla abdalla abdulah abdellah abdillah abdullahi abdoulaye
abd abdul abdel abdal abdu abdol abdoul abdur
abdulrahman abdelrahman abdurrahman abdurahman abderrahmane abderrahman abdalrahman abdirahman abdurakhman
abdulaziz abdelaziz abdalaziz
abdulkarim abdelkarim abdelkrim abdalkarim
abdulqadir abdulkadir abdelkader abdulkader abdalqadir abdelqader abdiqadir
abu abou abo aboo
ibn bin ben
umar omar omer oumar
uthman othman osman usman ousmane
yusuf yousef youssef yusef yousuf yosef youcef yusif yousif youssouf
ibrahim ebrahim ibraheem ibrahem brahim ibragim
ismail esmail ismael esmaeil ismayil ismaeel
khalid khaled
walid waleed oualid
salih saleh
said saeed saeid sayed saed saiid
sayyid sayed sayyed syed seyed seyyed saiyid sayid
rashid rasheed rachid
rashad rachad
karim kareem
salim saleem selim
jamal gamal djamal jamaal
jamil jameel djamil gamil
faisal faysal feisal fayssal
faruq farouk farooq faruk farouq
tariq tarek tarik tareq
hamid hameed hamed
majid majeed
mustafa mostafa moustafa mustapha moustapha
mansur mansour mansoor
nasir nasser nasir naser nassir
nur noor nour
sulayman suleiman sulaiman soleiman soliman sulaman sleiman suleyman solaiman
zayn zain zein
zayd zaid zeid
bashir basheer bachir
habib habeeb
hamza hamzah hamzeh
haydar haidar heydar hayder haider
isa issa eissa essa
musa moussa mousa moosa
yahya yahia yehia yahiya
yaqub yaqoub yakub yacoub yakoub
yasir yasser yaser
usama osama oussama ousama
tahir taher
shaykh sheikh sheik shaikh cheikh
sharif sherif shareef cherif
qasim kassem kasim qassem qasem ghasem kassim
qadir kader qader kadir
rahman rehman rahmaan
rahim raheem
rida reza riza ridha redha
latif lateef
munir mounir moneer muneer
murad mourad morad
nabil nabeel
nizar nezar
raid raed
samir sameer
shakir shaker
tawfiq tawfik toufic taoufik tewfik
wail wael
ziyad ziad ziyaad zeyad
aisha ayesha aicha aysha aishah
fatima fatimah fatma fatemeh fathima
khadija khadijah khadeeja
layla leila laila leyla layla
maryam mariam meryem miriam
zaynab zainab zeinab zeynab
din deen eddine uddin eldin aldin eddin
islam eslam
gaddafi qadhafi qaddafi kadhafi kadafi
sergei sergey serguei sergej serhii serhiy siarhei
aleksandr alexander alexandr aleksander oleksandr aliaksandr alyaksandr
aleksei alexei alexey aleksey oleksii oleksiy alexi
andrei andrey andriy andrii andrej
dmitri dmitry dmitriy dmitrii dimitri dimitry dmytro dzmitry
yevgeny evgeny evgeni yevgeniy evgeniy evgenii yevgeni yevhen eugeny
yuri yury yuriy iurii iouri yurii juri
igor ihor ihar
ivan iwan
mikhail michail mihail mykhailo mykhaylo mikhael
nikolai nikolay nikolaj mykola nikolaos mikalai mikalay mykolay nikola
oleg oleh aleh
pavel pavlo pawel
petr pyotr petro piotr
vasily vasiliy vasili vasyl vasilii wassily
viktor victor viktar wiktor
vladimir volodymyr wladimir uladzimir vladimer
vyacheslav viacheslav vjaceslav viachaslau vyacheslau
yaroslav iaroslav jaroslav
stanislav stanislau stanislaw
valery valeri valeriy valerii valerij valeryi
grigory grigoriy grigori grigorii hryhoriy hryhory hryhor
gennady gennadiy gennadi gennadii hennadii hennadiy henadz henadzi henadziy
anatoly anatoliy anatoli anatolii anatol
arkady arkadiy arkadi arkadii
konstantin constantin kostiantyn kostyantyn
maksim maxim maksym
timofey timofei tymofii
georgy georgiy georgi georgii heorhii
fyodor fedor fiodor
leonid leonyd
natalia natalya nataliya natallia nataliia
yulia julia yuliya iuliia yuliia
tatiana tatyana tetiana tatsiana
ekaterina yekaterina katerina kateryna
elena yelena olena alena
olga olha volha
svetlana sviatlana svitlana
irina iryna
oksana aksana oxana
anastasia anastasiya nastassia
ksenia kseniya xenia
zhang chang
zhao chao
zhou chou
zhu chu
zheng cheng
zhong chung
chen chern
cai tsai
cao tsao
deng teng
du tu
gao kao
guo kuo
gong kung
he ho
hu hoo
huang hwang
jiang chiang
jin chin
li lee lei
liu liou liew
luo lo
lu lyu lue
lv lyu lu
ma mah
peng pung
qian chien
qiu chiu
ren jen
shi shih
song sung
wu woo
xia hsia
xiao hsiao
xie hsieh
xu hsu shu
xue hsueh
ye yeh
yu yue
zeng tseng
kim gim
yi lee rhee yi
bak bag park pak
choe choi choy
jeong jung chung chong
gang kang
jo cho
yun yoon
im lim rim yim
sin shin
seo suh
gwon kwon
no noh roh
ryu yoo yu
baek paik back
nguyen nguyn
johann johan
josef joseph jozef yosef
katarzyna katarina katharina katerina
ludwig ludvig
friedrich friederich
jorg joerg
jurgen juergen
gunther gunter guenther guenter
krzysztof kristof christof christoph
jakub jakob jacob
mateusz matheus mateus
tomasz tomas thomas
lukasz lukas lucas
luis luiz
gonzalez gonzales
rodriguez rodrigues
hernandez hernandes
fernandez fernandes
gomez gomes
lopez lopes
martinez martines
perez peres
ramirez ramires
sanchez sanches
alvarez alvares
vasquez vazquez vasques
velasquez velazquez
jimenez gimenez ximenez
mendez mendes
nunez nunes
suarez suares
souza sousa
lakshmi laxmi
chowdhury chaudhary choudhury chaudhry chowdhary choudhary chaudhuri
banerjee bannerjee banerji
mukherjee mukherji mookherjee mookerjee
chatterjee chatterji
sharma sarma
verma varma
reddy reddi
nair nayar
iyer aiyer
srinivasan sreenivasan
begum begam
bibi beebi
georgios giorgos george
ioannis yiannis yannis giannis
dimitrios dimitris dimitri
nikolaos nikos nicolaos
konstantinos constantinos kostas
panagiotis panayiotis
papadopoulos papadopulos
geoffrey jeffrey geoffery jeffery jefferey
chaim haim hayim chayim
moshe moishe moses
yitzhak itzhak yitzchak isaac
yaakov yakov jacob
shlomo solomon
rivka rebecca
tzvi zvi
"""

# Syllables of Korean given names: Revised Romanization first, then McCune-Reischauer and what people write.
KOREAN = """
beom bum pom
bok pok
bong pong
byeong byung pyong byoung
cheol chol chul
deok duk tok
dong tong
eun un
gi ki kee
gu ku koo
guk kuk kook gook
gwang kwang
gyeong kyung kyong kyoung
gyu kyu kyoo
gyun kyun
hui hee
hyeok hyok hyuk
hyeon hyon hyun
jae chae
jeong jung chong chung joung
ji chi
jin chin
jong chong
joo ju chu
jun joon chun
mi mee
mun moon
nyeo nyo
ok oak
sang
seok sok suk
seon sun son
seong song sung
seung sung
sik shik
sook suk sok
su soo
tae dae
u woo wu
uk wook
won weon
yeon yon youn
yeong yong young yung
yong young
"""

# Syllables of Mandarin that occur in names, in Pinyin; the Wade-Giles spelling follows by rule.
PINYIN = """
bai ban bang bao bei ben biao bin bing bo cai can chang chao chen cheng chi chong chu chuan chun cong da dai dan dao de deng di
dian ding dong dou du duan fa fan fang fei fen feng fu gan gang gao ge gen geng gong gu guan guang gui guo hai han hang hao
he heng hong hou hu hua huai huan huang hui huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun kai kang ke
kong ku kuan kuang kui kun lai lan lang lei leng li lian liang lin ling liu long lu luan luo man mao mei meng mi mian min
ming mo mu nan ni nian ning niu pan pang pei peng pin ping pu qi qian qiang qiao qin qing qiong qiu qu quan que qun ran rao
ren rong ru rui run ruo san sha shan shang shao shen sheng shi shou shu shuang shui shun si song su sui sun tai tan tang tao
teng tian tie ting tong tu wan wang wei wen wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye
yi yin ying yong you yu yuan yue yun zai ze zeng zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zhuang zhuo zi zong zu zuo
"""

# Longest first: what a syllable of Pinyin opens and ends with, in Wade-Giles without its apostrophes.
INITIALS = [("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("d", "t"), ("g", "k"), ("j", "ch"), ("q", "ch"),
            ("x", "hs"), ("r", "j"), ("z", "ts"), ("c", "ts")]
WHOLE = {"zhi": "chih", "chi": "chih", "shi": "shih", "zi": "tzu", "ci": "tzu", "si": "szu", "he": "ho", "ge": "ko",
         "ke": "ko", "ye": "yeh", "yan": "yen", "you": "yu", "yong": "yung", "guo": "kuo", "yue": "yueh"}


def wade_giles(syllable):
    """`xue` is `hsueh`, `dong` is `tung`."""
    if syllable in WHOLE:
        return WHOLE[syllable]
    head, spelled = next(((head, to) for head, to in INITIALS if syllable.startswith(head)), ("", ""))
    tail = syllable[len(head):]
    for end, to in [("iong", "iung"), ("ong", "ung"), ("ian", "ien"), ("ie", "ieh"), ("ue", "ueh"), ("uo", "o")]:
        if tail.endswith(end):
            tail = tail[:-len(end)] + to
            break
    return spelled + tail


def main():
    table = collections.defaultdict(set)
    romanized = [f"{syllable} {wade_giles(syllable)}" for syllable in PINYIN.split()]
    romanized = [pair for pair in romanized if len(set(pair.split())) == 2]
    for line in GROUPS.split("\n") + KOREAN.split("\n") + romanized:
        words = line.split()
        for word in words:
            table[word].add(words[0])
    lines = ["# spelling, the names it may stand for: written for this project, MIT OR Apache-2.0"]
    lines += [f"{word}\t{' '.join(sorted(table[word]))}" for word in sorted(table)]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
