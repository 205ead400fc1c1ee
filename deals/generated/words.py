"""Words that made-up names consist of, and how often each value comes."""

import datetime

from deals.generated.chance import bag

FIRST_DAY = datetime.date(2008, 1, 1)
LAST_DAY = datetime.date(2025, 12, 31)

# Units of the currency for a US dollar, about; VND has no reference rate, so it is not converted.
CURRENCIES = {
    "CNY": 7,
    "USD": 1,
    "EUR": 0.9,
    "INR": 75,
    "GBP": 0.75,
    "JPY": 115,
    "KRW": 1200,
    "BRL": 4,
    "SAR": 3.75,
    "VND": 23_000,
}
CURRENCY_OF = {
    "china": "CNY",
    "united-states": "USD",
    "india": "INR",
    "united-kingdom": "GBP",
    "japan": "JPY",
    "south-korea": "KRW",
    "brazil": "BRL",
    "saudi-arabia": "SAR",
    "viet-nam": "VND",
    "france": "EUR",
    "germany": "EUR",
    "spain": "EUR",
    "italy": "EUR",
}
# Half of what is signed lies in China, a quarter in the next three.
COUNTRIES_FIRST = ("china", "india", "saudi-arabia", "france", "viet-nam", "united-kingdom")

QUALIFIERS = bag(exact=50, about=18, at_least=6, more_than=12, up_to=5, nearly=3, range=6)
COUNT_QUALIFIERS = bag(exact=40, about=35, more_than=15, up_to=10)
COMMITMENT_BAG = bag(pledge=2, mou=4, contract=5, order=1, unspecified=8)
WRITTEN = {
    "exact": "",
    "about": "about ",
    "at_least": "at least ",
    "more_than": "more than ",
    "up_to": "up to ",
    "nearly": "nearly ",
    "range": "between ",
}
FATES = bag(
    signed=40, under_construction=25, operating=20, suspended=5, cancelled=10
)  # the last step
PRECISIONS = bag(day=70, month=20, year=10)
KINDS_OF_ORGANIZATIONS = bag(
    company=80, government=6, fund=6, development_bank=3, university=2, consortium=2, other=1
)
KINDS_OF_SOURCES = bag(official=20, wire=15, news=45, company=10, rewrite=5, aggregator=5)

# English and Chinese of what is built, of which unit of capacity, and of the work itself.
PRODUCTS = (
    ("power battery", "动力电池", "GWh", "吉瓦时"),
    ("lithium iron phosphate", "磷酸铁锂", "thousand tonnes", "千吨"),
    ("cathode material", "正极材料", "thousand tonnes", "千吨"),
    ("battery recycling", "电池回收", "thousand tonnes", "千吨"),
    ("electric vehicle", "电动汽车", "thousand vehicles", "千辆"),
    ("charging equipment", "充电设备", "thousand units", "千台"),
    ("wind power", "风力发电", "MW", "兆瓦"),
    ("photovoltaic module", "光伏组件", "GW", "吉瓦"),
    ("green hydrogen", "绿氢", "thousand tonnes", "千吨"),
    ("energy storage", "储能", "MWh", "兆瓦时"),
    ("data centre", "数据中心", "MW", "兆瓦"),
    ("semiconductor packaging", "半导体封装", "million units", "百万件"),
    ("silicon wafer", "硅片", "million units", "百万件"),
    ("cloud computing", "云计算", "racks", "机架"),
    ("pharmaceutical", "医药", "million doses", "百万剂"),
    ("specialty chemicals", "特种化学品", "thousand tonnes", "千吨"),
    ("copper processing", "铜加工", "thousand tonnes", "千吨"),
    ("food processing", "食品加工", "thousand tonnes", "千吨"),
    ("textile", "纺织", "million metres", "百万米"),
    ("cold chain logistics", "冷链物流", "thousand pallets", "千托盘"),
    ("affordable housing", "保障性住房", "flats", "套"),
    ("aircraft component", "航空零部件", "sets", "套"),
    ("machine tool", "机床", "units", "台"),
    ("cultural tourism", "文化旅游", "beds", "床位"),
)
WORKS = (
    ("plant", "工厂"),
    ("production base", "生产基地"),
    ("industrial park", "产业园"),
    ("research centre", "研发中心"),
    ("manufacturing complex", "制造综合体"),
    ("headquarters", "总部"),
    ("demonstration project", "示范"),
    ("expansion", "扩建"),
)
PHASES = (("", ""), ("", ""), ("", ""), (", phase one", "一期"), (", phase two", "二期"))

# Syllables of made-up names of places and firms.
FIRST = (
    *(("Ya", "雅"), ("Li", "丽"), ("Heng", "恒"), ("Tian", "天"), ("Xin", "新"), ("Jin", "金")),
    *(("Hai", "海"), ("Long", "龙"), ("Rui", "瑞"), ("Zhong", "中"), ("Bei", "北"), ("Nan", "南")),
    *(("Dong", "东"), ("Xi", "西"), ("Gao", "高"), ("Ning", "宁"), ("Qing", "青"), ("Wu", "武")),
    *(("Yun", "云"), ("Guang", "广"), ("Fu", "福"), ("An", "安"), ("Shan", "山"), ("Lin", "林")),
)
SECOND = (
    *(("zhou", "州"), ("cheng", "城"), ("he", "河"), ("jiang", "江"), ("yang", "阳")),
    *(("kang", "康"), ("tai", "泰"), ("feng", "丰"), ("ping", "平"), ("hua", "华")),
    *(("yuan", "源"), ("sheng", "盛"), ("bang", "邦"), ("tong", "通"), ("chuan", "川")),
)
TRADES = (
    *(("New Energy", "新能源"), ("Battery Technology", "电池科技"), ("Motors", "汽车")),
    *(("Power", "电力"), ("Semiconductor", "半导体"), ("Digital", "数字"), ("Materials", "材料")),
    *(("Pharma", "医药"), ("Foods", "食品"), ("Logistics", "物流"), ("Mining", "矿业")),
    *(("Land", "置业"), ("Capital", "资本"), ("Aviation", "航空"), ("Machinery", "机械")),
)
THEMES = (
    *(("Battery Conference", "动力电池大会"), ("Investment Forum", "投资论坛")),
    *(("Trade and Investment Fair", "投资贸易洽谈会"), ("Energy Summit", "能源峰会")),
    *(("Digital Expo", "数字博览会"), ("Manufacturing Convention", "制造业大会")),
    *(("Green Economy Week", "绿色经济周"), ("Business Summit", "工商峰会")),
)
PUBLISHERS = (
    *("Daily Commerce", "Morning Post", "State News Agency", "Economic Herald", "Energy Monitor"),
    *("Provincial Government", "Industry Weekly", "Business Wire Service", "Evening Gazette"),
)
