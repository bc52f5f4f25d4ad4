"""Chinese names: found by pinyin and initials, hidden but for their last four characters."""

import re
from functools import lru_cache
from itertools import islice, product

from menkou.lib.width import half_width

# Characters that people read in more than one way in names, or that dictionaries read otherwise
# first. A full list of readings would find Wang Fang under "yf".
_IN_NAMES = {
    "单": "shan dan", "曾": "zeng ceng", "解": "xie jie", "仇": "qiu chou", "区": "ou qu",
    "查": "zha cha", "翟": "zhai", "盖": "ge gai", "乐": "yue le", "覃": "qin tan",
    "朴": "piao pu", "缪": "miao mou", "员": "yun yuan", "种": "chong zhong", "召": "shao zhao",
    "折": "she zhe", "黑": "he hei", "秘": "bi mi", "重": "chong zhong", "隗": "wei kui",
    "郗": "xi chi", "柏": "bai bo", "贾": "jia", "牟": "mou mu", "谌": "chen shen",
    "薄": "bo bao", "都": "du dou", "盛": "sheng", "长": "chang zhang", "朝": "chao zhao",
    "行": "xing hang", "茜": "xi qian", "娜": "na", "晟": "sheng cheng", "藏": "zang cang",
    "传": "chuan", "莎": "sha suo", "宿": "su", "参": "shen can", "尉": "yu wei",
    "俟": "qi si", "万": "wan mo", "石": "shi", "车": "che", "任": "ren", "华": "hua",
    "红": "hong", "俞": "yu", "臧": "zang", "宓": "mi", "澹": "tan dan", "阿": "a",
}  # fmt: skip
_MOST_READINGS = 8
_TOKEN = re.compile(r"[a-z0-9]+|[^\W_]")


def search_text(name: str) -> str:
    """What a list is searched in for a name: "王芳 wangfang wf", in small letters.

    A character with two readings in names gives both: "单芳 shanfang danfang sf df". Latin words
    of a name stand with their own letters and initial; a name with a dot is found without it too.
    An empty name gives an empty text.
    """
    shown = same_name(name)
    tokens = _TOKEN.findall(shown)
    readings = [_readings(token) for token in tokens]
    chosen = list(islice(product(*[found for found in readings if found]), _MOST_READINGS))
    whole = ["".join(reading) for reading in chosen]
    initials = ["".join(syllable[0] for syllable in reading) for reading in chosen]
    words = [shown, "".join(tokens), *whole, *initials]
    return " ".join(word for word in dict.fromkeys(words) if word)


def same_name(name: str) -> str:
    """A name as it is compared: narrow small letters, no blanks but between Latin words. What it
    is searched in (`search_text`) begins with it."""
    shown = re.sub(r"\s+", " ", half_width(name)).strip().lower()
    if not shown.isascii():
        shown = re.sub(r"(?<![a-z0-9]) | (?![a-z0-9])", "", shown)
    return shown


@lru_cache(maxsize=20_000)
def _readings(token: str) -> tuple[str, ...]:
    """The readings of one character, or the Latin word itself; none where nobody knows one."""
    if token.isascii():
        return (token,)
    if token in _IN_NAMES:
        return tuple(_IN_NAMES[token].split())
    # Its dictionary takes a tenth of a second to load: commands that search nothing do without.
    from pypinyin import Style, pinyin

    found = pinyin(token, style=Style.NORMAL, errors="ignore")
    return (found[0][0],) if found else ()


def mask_tail(text: str, keep: int = 4) -> str:
    """An ID as "**** **** **** 0021": only the last characters are open, the length is not shown.

    A text shorter than twice what is kept stays hidden whole; an empty one stays empty. Never
    more than four are kept: six and four beside a date of birth are the whole number. Raises
    ValueError for another `keep`.
    """
    return _masked("**** **** ****", text, keep)


def mask_phone(text: str) -> str:
    """A telephone number as "*** **** 0007"."""
    return _masked("*** ****", text, 4)


def mask_card(text: str) -> str:
    """A bank card or account as "**** 0413"."""
    return _masked("****", text, 4)


def _masked(stars: str, text: str, keep: int) -> str:
    if not 1 <= keep <= 4:
        raise ValueError("A mask keeps one to four characters open.")
    compact = re.sub(r"\s", "", text)
    if not compact:
        return ""
    return f"{stars} {compact[-keep:]}" if len(compact) >= 2 * keep else stars
