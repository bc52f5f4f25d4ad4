"""What the demo is made of. The site, its enterprises and products are those of the article of
2022-02-18; who makes what, every person, rate and order are invented."""

from dataclasses import dataclass
from datetime import date

SITE = "红路安置区"
AS_OF = date(2022, 2, 18)
DIVISIONS = (("53", "云南省"), ("5306", "昭通市"), ("530602", "昭阳区"))
COMMUNITIES = ("红路一社区", "红路二社区", "红路三社区")
COUNTIES = ("昭阳", "盐津", "大关", "绥江", "永善", "镇雄")
GROUPS = {
    "cannot_migrate": 336,
    "aged_60_to_70": 188,
    "aged_70_to_80": 67,
    "aged_80_and_over": 8,
    "disabled": 35,
}
WORKERS = sum(GROUPS.values())
MONTHS = 20
WAGES = 17_100_000_000
"""What was earned in the first 19 of 20 months, in 1/10,000 yuan."""


@dataclass(frozen=True, slots=True)
class Material:
    """A supplied material: `quantity` base units a piece, of which `factor` make one unit."""

    code: str
    name: str
    unit: str
    base_unit: str
    factor: int
    quantity: int
    allowed_ppm: int


@dataclass(frozen=True, slots=True)
class Step:
    """A second operation of a product; `rate` is its part of the line's."""

    name: str
    seconds: int
    rate: int


@dataclass(frozen=True, slots=True)
class Line:
    """A workshop with its operator and what it makes; rate and fee in 1/10,000 yuan a piece.

    `rate` and `fee` are of the whole piece, the rate that of all operations. `customer` orders it
    (none: the operator itself), through `levels`: "committee", "coop". `large`: of the district's,
    who employ by the month only.
    """

    workshop: str
    community: int
    areas_m2: tuple[int, ...]
    firm: str
    kind: str
    code_kind: str
    product: str
    code: str
    unit: str
    operation: str
    seconds: int
    at_home: bool
    rate: int
    fee: int
    materials: tuple[Material, ...]
    clerk: str
    boss: str
    customer: str = ""
    levels: tuple[str, ...] = ()
    second: Step | None = None
    large: bool = False


COOP = "示例红路来料加工合作社"
LEVEL = 1_000
"""What each level between the customer and the operator keeps of a piece of a yuan or more; of a
cheaper one a tenth of that."""

LINES = (
    Line("服装车间", 0, (320, 240, 160), "峰盛服装有限公司", "enterprise", "91", "服装", "clothes",
         "件", "缝制", 1500, False, 32_000, 52_000, (
             Material("cloth", "布料", "米", "毫米", 1000, 1450, 10_000),
             Material("zip", "拉链", "条", "条", 1, 1, 5_000)), "示例赵敏", "示例郑经理",
         "示例沪滇服装贸易公司", ("committee", "coop"), Step("整烫", 300, 4_000)),
    Line("藤编车间", 0, (300, 260), "山尖花专业合作社", "cooperative", "93", "藤编", "rattan",
         "个", "编织", 3600, True, 80_000, 115_000, (
             Material("cane", "藤条", "公斤", "克", 1000, 1200, 30_000),
             Material("ribbon", "丝带", "米", "毫米", 1000, 350, 10_000)),
         "示例钱芬", "示例韩理事长", "示例春城藤艺公司", ("committee",)),
    Line("竹编车间", 1, (260, 220), "昭阳区邦森竹制品加工经营部", "sole_trader", "92",
         "竹编工艺品", "bamboo", "个", "编织", 2700, True, 60_000, 88_000, (
             Material("strip", "竹篾", "公斤", "克", 1000, 800, 40_000),),
         "示例孙丽", "示例唐老板"),
    Line("纸花车间", 1, (240, 220, 180), "博弈服饰制衣厂", "sole_trader", "92", "纸花", "flowers",
         "枝", "扎花", 240, False, 6_000, 9_500, (
             Material("paper", "皱纹纸", "张", "张", 1, 2, 20_000),
             Material("wire", "铁丝", "米", "毫米", 1000, 300, 20_000)), "示例李娟", "示例谢老板",
         "示例节庆用品公司", ("coop",)),
    Line("耳机线车间", 2, (260, 200), "许烁发制品有限公司", "enterprise", "91", "耳机线", "cable",
         "条", "焊接", 150, False, 3_500, 5_600, (
             Material("lead", "线材", "米", "毫米", 1000, 1200, 5_000),
             Material("plug", "插头", "个", "个", 1, 1, 5_000)), "示例周红", "示例冯经理",
         "示例声学电子公司", ("committee", "coop")),
    Line("苗绣车间", 2, (300, 240), "华烁熠鑫服饰有限公司", "enterprise", "91", "苗绣服饰",
         "embroidery", "件", "刺绣", 21_600, True, 450_000, 640_000, (
             Material("silk", "绣线", "克", "毫克", 1000, 85_000, 20_000),
             Material("base", "底布", "片", "片", 1, 1, 0)), "示例吴秀", "示例于经理",
         "示例苗韵文创公司", (), Step("缝边", 1_800, 40_000)),
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN_F = ("芳", "秀英", "丽", "敏", "静", "桂英", "玉兰", "霞", "红", "梅", "桂花", "春燕", "翠")
GIVEN_M = ("伟", "强", "军", "勇", "建国", "明", "德华", "平", "刚", "志明", "国庆", "福贵", "林")
PASSWORD = "Honglu-2022"
CARD, PIN = "600001", "2580"
