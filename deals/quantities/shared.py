"""Names that several countries give their currency; the text tells whose pesos are meant."""

import re
from typing import NamedTuple


class Shared(NamedTuple):
    """`names`: as currencies are listed; `default`: the one that is meant where nothing tells."""

    names: str
    default: str
    countries: dict[str, str]


SHARED = {
    "~peso": Shared(
        "peso|pesos|de pesos|比索",
        "",
        {
            "MXN": r"mexic|méxic|墨西哥",
            "PHP": r"philippin|filipin|manila|菲律宾",
            "COP": r"colombia|哥伦比亚",
            "CLP": r"\bchile|智利",
            "ARS": r"argentin|阿根廷",
            "UYU": r"urugua|乌拉圭",
            "DOP": r"dominican|多米尼加",
        },
    ),
    "~dinar": Shared(
        "dinar|dinars|第纳尔|دينار",
        "",
        {
            "RSD": r"serbia|belgrade|塞尔维亚",
            "KWD": r"kuwait|科威特|الكويت",
            "BHD": r"bahrain|巴林|البحرين",
            "JOD": r"jordan|约旦|الأردن",
            "IQD": r"iraq|伊拉克|العراق",
            "DZD": r"algeria|algérie|阿尔及利亚|الجزائر",
            "TND": r"tunisia|tunisie|突尼斯|تونس",
            "LYD": r"\blibya|利比亚|ليبيا",
            "MKD": r"macedonia|马其顿",
        },
    ),
    "~krone": Shared(
        "kroner|kronor|krone|krona|crowns|克朗",
        "",
        {
            "SEK": r"swed|stockholm|瑞典",
            "NOK": r"norw|\boslo\b|挪威",
            "DKK": r"denmark|danish|丹麦",
            "CZK": r"czech|prague|捷克",
            "ISK": r"iceland|冰岛",
        },
    ),
    "~franc": Shared(
        "franc|francs|de francs|法郎",
        "",
        {
            "CHF": r"switzerland|swiss|zurich|geneva|瑞士",
            "RWF": r"rwanda|kigali|卢旺达",
            "BIF": r"burundi|布隆迪",
            "DJF": r"djibouti|吉布提",
            "CDF": r"congo|刚果",
            "GNF": r"\bguinea\b(?!-)|conakry|guinée|几内亚",
            "XOF": r"senegal|sénégal|ivory coast|côte d.ivoire|burkina|\bmali\b|togo|benin|bénin"
            r"|塞内加尔|科特迪瓦|多哥|贝宁",
            "XAF": r"cameroon|cameroun|gabon|\bchad\b|tchad|喀麦隆|加蓬|乍得",
        },
    ),
    "~cfa": Shared(
        "cfa francs|francs cfa|de francs cfa|西非法郎|中非法郎",
        "XOF",
        {
            "XOF": r"senegal|sénégal|ivory coast|côte d.ivoire|burkina|\bmali\b|togo|benin|bénin"
            r"|塞内加尔|科特迪瓦|多哥|贝宁|西非",
            "XAF": r"cameroon|cameroun|gabon|\bchad\b|tchad|喀麦隆|加蓬|乍得|中非",
        },
    ),
    "~shilling": Shared(
        "shilling|shillings|先令",
        "",
        {
            "KES": r"kenya|nairobi|肯尼亚",
            "TZS": r"tanzania|zanzibar|坦桑尼亚",
            "UGX": r"uganda|kampala|乌干达",
            "SOS": r"somali|索马里",
        },
    ),
    "~rupee": Shared(
        "rupee|rupees|卢比",
        "INR",
        {
            "INR": r"\bindia|\bdelhi\b|\bmumbai|crore|lakh|印度(?!尼)",
            "PKR": r"pakistan|巴基斯坦",
            "LKR": r"sri lanka|斯里兰卡",
            "NPR": r"\bnepal|尼泊尔",
            "MUR": r"mauriti|毛里求斯",
        },
    ),
    "~dirham": Shared(
        "dirham|dirhams|de dirhams|迪拉姆",
        "AED",
        {
            "AED": r"emirat|\buae\b|dubai|abu dhabi|sharjah|阿联酋|迪拜",
            "MAD": r"moroc|maroc|摩洛哥",
        },
    ),
    "~riyal": Shared(
        "riyal|riyals|rial|rials|里亚尔",
        "SAR",
        {
            "SAR": r"saudi|riyadh|沙特",
            "QAR": r"qatar|\bdoha\b|卡塔尔",
            "OMR": r"\boman|muscat|阿曼",
            "IRR": r"\biran|tehran|伊朗",
            "YER": r"yemen|也门",
        },
    ),
}
# As `deals.money` writes the Central African one; both are called so.
SHARED["~fcfa"] = SHARED["~cfa"]._replace(names="fcfa", default="XAF")
SHARED_NAMES = {mark: shared.names for mark, shared in SHARED.items()}


def meant(mark: str, low: str) -> str:
    """The currency of the country that a text names most often; "" where nothing tells."""
    shared = SHARED[mark]
    counts = {code: len(re.findall(form, low)) for code, form in shared.countries.items()}
    most = max(counts.values())
    best = [code for code, count in counts.items() if count == most]
    return best[0] if most and len(best) == 1 else shared.default
