"""Skills and kinds of work: one list of codes for what somebody can do and what she wishes for."""

from menkou.policy.groups import Words

SKILLS = {
    "sewing": Words("缝纫", "sewing", "缝纫", "sewing"),
    "embroidery": Words("苗绣刺绣", "embroidery", "刺绣", "embroidery"),
    "rattan": Words("藤编", "rattan weaving", "藤编", "rattan"),
    "bamboo": Words("竹编", "bamboo weaving", "竹编", "bamboo"),
    "cords": Words("耳机线等电子件", "earphone cords, small electronics", "耳机线", "cords"),
    "flowers": Words("纸花等手工", "paper flowers, handicraft", "手工", "handicraft"),
    "hair": Words("发制品", "hair goods", "发制品", "hair goods"),
    "packing": Words("包装", "packing", "包装", "packing"),
    "repair": Words("机修、电工", "machines and electricity", "机修电工", "repairs"),
    "building": Words("建筑、装修", "building", "建筑", "building"),
    "driving": Words("驾驶", "driving", "驾驶", "driving"),
    "cooking": Words("厨师、面点", "cooking", "做饭", "cooking"),
    "housekeeping": Words("家政、保洁", "housekeeping", "家政保洁", "housekeeping"),
    "minding": Words("看护孩子老人", "minding children and the old", "看护", "minding"),
    "farming": Words("种植养殖", "farming", "种植养殖", "farming"),
    "selling": Words("销售、电商", "selling", "销售", "selling"),
    "other": Words("其他", "other", "其他", "other"),
}
"""Code -> its words; `also` for what offices write of them."""

ALSO = {
    "缝纫": "sewing", "裁缝": "sewing", "服装": "sewing", "平车": "sewing", "刺绣": "embroidery",
    "苗绣": "embroidery", "绣花": "embroidery", "藤编": "rattan", "编织": "rattan",
    "竹编": "bamboo", "耳机线": "cords", "电子": "cords", "焊接": "building", "电焊": "building",
    "纸花": "flowers", "手工": "flowers", "发制品": "hair", "假发": "hair", "包装": "packing",
    "机修": "repair", "电工": "repair", "修理": "repair", "建筑": "building", "泥瓦": "building",
    "泥工": "building", "木工": "building", "装修": "building", "驾驶": "driving",
    "司机": "driving", "开车": "driving", "厨师": "cooking", "烹饪": "cooking", "面点": "cooking",
    "做饭": "cooking", "家政": "housekeeping", "保洁": "housekeeping", "月嫂": "minding",
    "育婴": "minding", "护理": "minding", "保育": "minding", "看护": "minding", "种植": "farming",
    "养殖": "farming", "种地": "farming", "务农": "farming", "销售": "selling", "电商": "selling",
}  # fmt: skip
"""A word that stands in what an office writes -> the skill it means."""
