"""Words that stand for a sector of the starter data in running text, by its slug."""

SECTOR_WORDS = {
    "batteries": "battery|cathode|cathode materials|anode|lithium battery|lithium batteries|电池"
    "|锂电"
    "|正极材料|负极材料|动力电池|储能电池",
    "automotive": "car|cars|automobile|automobiles|automotive|vehicle|electric vehicles"
    "|electric vehicle"
    "|auto|mobility|e-mobility|autos|汽车|新能源汽车|电动车|电动汽车|充电",
    "energy": "energy|clean energy|renewable energy|renewables|hydrogen|green hydrogen|wind|solar"
    "|wind power|solar power|electricity|nuclear|geothermal|hydropower|biomass|green energy|水电"
    "|地热|offshore wind|power generation|能源|清洁能源"
    "|可再生能源"
    "|新能源|氢能|风电|光伏发电|电力|核电|绿氢",
    "oil-gas": "oil|gas|oil and gas|petrochemical|petrochemicals|refining|石油|天然气|石化|油气"
    "|炼化",
    "energy-equipment": "wind turbines|solar panels|photovoltaics|electrolysers|clean technology"
    "|cleantech|光伏|风电装备|清洁能源装备|光伏组件",
    "data-centres": "data centres|data centre|data centers|data center|cloud"
    "|artificial intelligence"
    "|AI|cloud computing|computing power|数据中心|算力|人工智能|云计算|算力中心",
    "electronics": "semiconductor|semiconductors|chips|chip|microelectronics|electronics"
    "|electronic information|半导体|芯片|集成电路|封装测试|封测|晶圆|电子信息|电子|显示",
    "telecoms": "telecoms|telecom|telecommunication|5G|通信|电信",
    "it-services": "software|IT|information technology|digital services|outsourcing"
    "|digital technology|fintech|software services"
    "|digital economy|软件|信息技术|信息服务|数字经济",
    "health": "health|healthcare|pharma|pharmaceutical|pharmaceuticals|life sciences|medicine"
    "|medicines|medical equipment|medical devices|biotech|biotechnology|drugs|biomedicine"
    "|医药|医疗|生物医药|健康|医疗器械|大健康|药品",
    "chemicals": "chemicals|chemical|new materials|fertilisers|fertilizers|plastics|化肥|塑料"
    "|advanced materials|化工|新材料|先进材料",
    "metals-mining": "mining|minerals|steel|copper|metals|aluminium|aluminum|lithium|recycling|gold"
    "|critical minerals|rare earths|nickel|铜矿|锂矿|铁矿|金矿"
    "|矿山|矿业|钢铁|铜|金属|矿产|镍|铝业|稀土|冶炼|smelting|zinc|iron ore|有色金属|冶金|采矿",
    "food-agriculture": "food|agriculture|farming|farm products|food and farm products|agribusiness"
    "|agri-food|food processing|agro-processing|agro-industry|horticulture|aquaculture|irrigation"
    "|sugar|palm oil|茶叶|畜牧|渔业|粮油|油茶|fisheries|seafood|fruit"
    "|dairy|meat|livestock|grain|tea|coffee|cocoa|cotton|rice|wheat|水产|海产品|食品|农业|农产品"
    "|食品及农产品|农产品加工|粮食",
    "consumer-goods": "textile|textiles|garments|apparel|retail|consumer goods|footwear|shoes|鞋服"
    "|leather|toys|fashion"
    "|cosmetics|luxury|furniture|纺织|服装|消费品|零售|轻工|家电",
    "transport-logistics": "logistics|transport|transportation|ports|warehousing|freight|仓储"
    "|shipping|railways|rail"
    "|airports|物流|交通|交通运输|港口|航运|铁路|交通物流",
    "real-estate": "real estate|housing|property|urban development|construction|tourism real estate"
    "|房地产|城市开发|住房|建筑",
    "finance": "finance|financial services|banking|insurance|金融|银行|金融服务",
    "aerospace-defence": "aerospace|defence|defense|space|aviation|航空航天|国防|军工|低空经济"
    "|航空",
    "education-research": "education|research|universities|教育|科研",
    "machinery": "machinery|equipment manufacturing|machine tools|robotics|robots|engineering"
    "|equipment|technical equipment|construction machinery|工程机械|机械|装备制造|智能制造|机器人"
    "|技术装备|高端装备|装备",
    "tourism": "tourism|hospitality|hotels|旅游|文旅|文化旅游",
}
