"""The words that the names in made-up stores are drawn from."""

from __future__ import annotations

ENGLISH = tuple(
    """
    airport alloy aluminium antenna apple apron arch asphalt atlas axle bakery bamboo bank barge
    barley battery beacon bean bearing bee beef beet bell belt bench bicycle biscuit blanket boat
    boiler bolt book boot border bottle boulder brake brass bread brick bridge broadband bronze
    brush bucket buffalo bulb bus butter button cabbage cabin cable camera canal candle canvas
    carbon card cargo carpet carriage carrot castle cattle cedar cement ceramic cereal chain chair
    chalk charger cheese chemist cherry chestnut chip chisel cider cinema citrus clay clinic clock
    cloth cloud coal coast cobalt cocoa coffee coin coke college compass concrete container copper
    coral cork corn cotton court crane cream crop crystal cup curtain cycle dairy dam deck desk
    diesel dish dock domain door drill drone drum duck dye eagle earth egg elevator elm embroidery
    engine estate fabric factory fair fan farm feather fence ferry fertiliser fibre film filter fir
    fish flag flax fleet flint flour flower fodder forest fork forge fountain frame freight fruit
    fuel fur furnace garden garlic garment gas gauge gear ginger glass glove glue goat gold grain
    granite grape graphite grass gravel grid guitar gypsum hammer harbour harness harp hay hazel
    heater hemp herb hill honey hook horse hospital hotel housing hub ice indigo ink insulin iron
    island ivy jade jar jelly jewel juice kelp kettle kiln kiosk kitchen ladder lake lamb lamp land
    lantern laptop laser lathe laundry laurel lead leather lemon lens lentil library lighthouse
    lily lime linen lithium loom lorry lotus machine magnet maize mango mangrove maple marble
    market mask meadow medicine melon metal metro mill mine mint mirror missile mosaic motor mug
    mulberry museum mushroom mustard nail needle nickel noodle nurse nut oak oat oil olive onion
    opera orange orchard orchid oven oyster paddy paint palm panel paper park parcel pasture patent
    peach peanut pear pearl pen pepper piano pillow pine pipe plank plum pond poplar poppy porcelain
    port potato pottery poultry pump quarry quartz quilt radar radio rail rapeseed reed resin rice
    ribbon river road robot rocket roof rope rose rubber rug rye saddle sail salmon salt sand
    satellite saw scarf school screen screw seed sensor sesame sheep shell ship shirt shoe silicon
    silk silver slate sluice soap sock soil solar sorghum soy spice spinach spring spruce stadium
    """.split()  # noqa: SIM905 - a table of words is easier to read without their quotes
)

CHINESE = tuple(
    """
    机场 铝材 天线 苹果 沥青 车轴 面包 竹材 银行 驳船 大麦 电池 灯塔 豆类 轴承 蜜蜂
    牛肉 甜菜 自行车 饼干 毛毯 船舶 锅炉 螺栓 图书 口岸 瓶装 制动 黄铜 砖块 桥梁 宽带
    青铜 水牛 灯泡 公交 黄油 卷心菜 电缆 相机 运河 蜡烛 帆布 碳素 货物 地毯 车厢 城堡
    肉牛 雪松 水泥 陶瓷 谷物 链条 座椅 充电 奶酪 樱桃 板栗 芯片 果酒 影院 柑橘 黏土
    诊所 钟表 布料 煤炭 海岸 钴矿 可可 咖啡 焦炭 学院 罗盘 集装箱 铜材 软木 玉米 棉花
    吊车 奶油 作物 水晶 窗帘 乳品 水坝 柴油 码头 钻机 无人机 染料 禽蛋 电梯 刺绣 引擎
    织物 工厂 农场 羽毛
    """.split()  # noqa: SIM905 - likewise
)

TOPICS = {
    "economy": "经济",
    "industry": "工业",
    "autos": "汽车",
    "electronics": "电子",
    "trade": "外贸",
    "logistics": "物流",
    "agriculture": "农业",
    "energy": "能源",
    "ecology": "生态",
    "water": "水利",
    "transport": "交通",
    "construction": "建筑",
    "finance": "金融",
    "technology": "科技",
    "education": "教育",
    "health": "卫生",
    "culture": "文化",
    "tourism": "旅游",
    "digital": "数字",
    "employment": "就业",
    "population": "人口",
    "investment": "投资",
    "consumption": "消费",
    "towns": "城镇",
    "openness": "开放",
}

# No other word in a store begins with these letters.
RARE = "ginkgo"
