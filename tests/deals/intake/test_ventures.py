"""Who pays for what: individual deals in the many words that articles have for them."""

import pytest

from deals import intake

EVENT = "At the Delta Growth Summit in Ulm on 5 March 2026, firms pledged €77bn.\n"
ZH_EVENT = "第二届江南投资大会2026年3月5日在苏州开幕，签约总额77亿欧元。\n"


@pytest.mark.parametrize(
    ("sentence", "investors", "thing", "place", "jobs"),
    [
        (
            "Tata Chemicals has signed up for a Rs 1,200 crore soda ash plant at Mithapur.",
            *(["Tata Chemicals"], "soda ash plant", "Mithapur", None),
        ),
        (
            "A $300 million cement mill will be built at Kano by Dangote.",
            *(["Dangote"], "cement mill", "Kano", None),
        ),
        (
            "The largest pledge, €2.1bn, came from Pfizer for a vaccine plant in Orléans.",
            *(["Pfizer"], "vaccine plant", "Orléans", None),
        ),
        (
            "Hitachi Energy will take on 400 people at a $155m factory in Bergen.",
            *(["Hitachi Energy"], "factory", "Bergen", 400),
        ),
        (
            "South Korea's Dongbang Micro pencilled in €60m for a mill in Ulm that needs 90 staff.",
            *(["Dongbang Micro"], "mill", "Ulm", 90),
        ),
        (
            "Danish blade maker Vindro said on Tuesday it had set aside £150m for a hall in Goole.",
            *(["Vindro"], "hall", "Goole", None),
        ),
        (
            "Enel Green Power has set its sights on a $230m geothermal plant in Arica.",
            *(["Enel Green Power"], "geothermal plant", "Arica", None),
        ),
        (
            "Nestlé has chosen Querétaro for a $340 million coffee factory.",
            *(["Nestlé"], "coffee factory", "Querétaro", None),
        ),
        (
            "Emirates Steel's $700 million plant in Ruwais was the biggest.",
            *(["Emirates Steel"], "plant", "Ruwais", None),
        ),
        (
            "The biggest is a pea mill by Northfield Foods in Brandon. The company will pay "
            "$410 million and hire 185 workers.",
            *(["Northfield Foods"], "", "Brandon", 185),
        ),
    ],
)
def test_deals_in_english(sentence, investors, thing, place, jobs, db):
    (project,) = intake.read(EVENT + sentence).projects
    assert (project.investors, project.place, project.jobs) == (investors, place, jobs)
    assert project.name == ": ".join(filter(None, [" and ".join(investors), thing]))


@pytest.mark.parametrize(
    ("sentence", "investors", "thing", "place"),
    [
        ("英国阿斯制药把3.6亿美元投向无锡的小分子药厂。", ["阿斯制药"], "小分子药厂", "无锡"),
        ("荷兰阿斯麦将为北京的维修中心投入1亿欧元。", ["阿斯麦"], "维修中心", "北京"),
        ("宁德时代的电池基地项目总投资120亿元，落户宜宾。", ["宁德时代"], "电池基地", "宜宾"),
        ("中资企业金岭矿业打算投入6亿美元在阿普里大区建厂。", ["金岭矿业"], "厂", "阿普里"),
        (
            "韩国浦项制铁敲定在奥里萨邦兴建一座年产600万吨的钢厂，投资额达54亿美元。",
            *(["浦项制铁"], "钢厂", "奥里萨邦"),
        ),
        (
            "乞力水泥与南非开普资本合资的项目总投资1.75亿美元，在多多马建水泥厂。",
            *(["乞力水泥", "开普资本"], "水泥厂", "多多马"),
        ),
        (
            "总投资50亿元的半导体材料项目由华润微电子投资建设，落户无锡。",
            *(["华润微电子"], "半导体材料", "无锡"),
        ),
    ],
)
def test_deals_in_chinese(sentence, investors, thing, place, db):
    (project,) = intake.read(ZH_EVENT + sentence).projects
    assert (project.investors, project.place) == (investors, place)
    assert project.name == "、".join(investors) + "：" + thing


def test_several_deals_in_a_sentence(db):
    text = f"{EVENT}Siemens earmarked €120m for a depot in Ulm and Airbus €75m for a hall in Bonn."
    projects = intake.read(text).projects
    assert [(each.investors, each.place) for each in projects] == [
        (["Siemens"], "Ulm"),
        (["Airbus"], "Bonn"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Adani already runs a $3 billion port at Vizhinjam.",
        "China Railway built the $4.7 billion line that opened in 2017.",
        "In 2024 Masdar pledged $2 billion for a wind farm.",
        "On the opening day 137 projects were signed, with an investment of €70bn.",
        "Since it opened on March 4, developers unveiled 22 projects worth €3 billion.",
        "Siemens has invested €2bn in France since 2010.",
        "Toyota sold cars worth $3 billion.",
    ],
)
def test_what_is_no_deal_of_the_event(sentence, db):
    assert intake.read(EVENT + sentence).projects == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年，宁德时代在匈牙利投资73亿欧元建厂。",
        "会展中心总投资35亿元，2019年建成。",
        "主办方称，各国企业公布的新增投资为81亿美元。",
    ],
)
def test_what_is_no_deal_of_the_event_in_chinese(sentence, db):
    assert intake.read(ZH_EVENT + sentence).projects == []


def test_the_jobs_of_a_deal_are_no_figure_of_the_conference(db):
    text = f"{EVENT}Prologis has earmarked €365m for its site in Ulm, adding 120 staff."
    reading = intake.read(text)
    assert [each.jobs for each in reading.projects] == [120]
    assert [each.metric for each in reading.figures if each.metric == "jobs"] == []


def test_jobs_of_several_deals_together_are_a_figure(db):
    text = f"{EVENT}Prologis will invest €365m in a depot in Ulm. Together they bring 330 jobs."
    reading = intake.read(text)
    assert [each.value for each in reading.figures if each.metric == "jobs"] == [330]
