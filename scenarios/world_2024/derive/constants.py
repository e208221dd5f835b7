"""Constants of the derivation: conventions, shares and what no source gives."""

ELEMENTS = "La Ce Pr Nd Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Y Sc".split()
# Tonnes of the usual oxide per tonne of contained element, as in models/material/element.hpp.
OXIDE = dict(zip(ELEMENTS, (1.1728, 1.2284, 1.2082, 1.1664, 1.1596, 1.1579, 1.1526, 1.1762, 1.1477,
                            1.1455, 1.1435, 1.1421, 1.1387, 1.1372, 1.2699, 1.5338)))
SEPARATED = "La Ce NdPr Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Y".split()
SMELTED = "NdPr Dy Tb Gd Ho Sm".split()
OXIDE_EQUIVALENT = {"concentrate", "carbonate", "oxide", "residue"}

ALLOY_PER_BLANK = 1.0403       # recipes.csv S6 and S7: 1.03 x 1.01
FINISHED_PER_BLANK = 0.72      # the convention of world_2024_flows.csv; S8_MACHINE 0.713
CHARGE_PER_ALLOY = 1.015       # S5_STRIP
ALLOY_SCRAP = 0.012            # 80 % of the 1.5 % lost in casting comes back (S5_STRIP)
SMCO_ELEMENT_SHARE = 0.72 * 0.28 / 0.29232  # Sm in finished magnets of the Sm metal drawn
RECYCLING_MAKERS = ("MG_US_NOVEON", "MG_UK_DE_RECYC", "MG_FR_MAGREESOURCE")
BONDED_MAKERS = ("MG_CN_BONDED", "MG_ROW_BONDED")
POWDER_MAKERS = ("MA_CN_NEO", "MA_TH_NEO")
# Dy and Tb booked on bonded powder in the flows goes to the casting of heavy grades instead.
HEAVY_ALLOY_HOME = "MA_CN_STRIP_INHOUSE"
# Magnet makers of the flows below this and below 5 % of both sides are left out of the lanes.
SMALL_FLOW_TONNES, SMALL_FLOW_SHARE = 1.0, 0.05

QUANTILES_3 = (("q10", 0.30), ("q50", 0.40), ("q90", 0.30))
QUANTILES_5 = (("q10", 0.15), ("q25", 0.20), ("q50", 0.30), ("q75", 0.20), ("q90", 0.15))
NON_MAGNET_COVER = (60, 30, 90)
OUTPUT_COVER_DAYS = 10

EU27 = ["DE", "EE", "FI", "FR", "SI", "EU27_REST"]
ZONE = {"CN": "CHN", "JP": "JPK", "KR": "JPK", "IN": "IND", "AU": "AUS", "RU": "RUS", "US": "NAM",
        "ROW": "ROW", "BR": "ROW", "NG": "AFR", "MG": "AFR", "GB": "EUR"}
ZONE.update({r: "EUR" for r in EU27})
ZONE.update({r: "SEA" for r in ("VN", "TH", "PH", "MY", "MM", "LA")})
COUNTRY = {"China": "CN", "Japan": "JP", "South Korea": "KR", "Vietnam": "VN", "India": "IN",
           "Malaysia": "MY", "United States": "US", "Australia": "AU", "Myanmar": "MM",
           "Laos": "LA", "Madagascar": "MG", "Nigeria": "NG", "Brazil": "BR"}
# Under a week of cover a plant lives on its maker's consignment stock, which is not a stock of its
# own here; it is given a week.
LEAST_COVER_DAYS = 7
# Plants with less cover than this call for goods every four days, those with as much or more than
# the second every other week.
SHORT_COVER_DAYS, LONG_COVER_DAYS = 13, 40
# A lot is the output of so many days at the rate of 2024, by that rate in t/yr: small lines make few.
LOT_DAYS = ((100_000, 1), (10_000, 2), (1_000, 3), (0, 5))
# Region pairs whose transit is read in logistics.csv: (from node, to node, mode, weight). A pair of
# rows of weight 1 each is a chain of legs; weights below 1 are a mix of ways.
LOGISTICS = {
    ("CN", "EU"): [("Shanghai / Ningbo", "Rotterdam / Hamburg", "sea", 1)],
    ("CN", "US"): [("Shanghai / Ningbo", "Los Angeles / Long Beach", "sea", 0.6),
                   ("Shanghai / Ningbo", "New York", "sea", 0.4)],
    ("CN", "JP"): [("Shanghai / Ningbo", "Tokyo / Osaka", "sea", 1)],
    ("CN", "KR"): [("Qingdao / Ningbo", "Busan / Incheon", "sea", 1)],
    ("CN", "VN"): [("Shenzhen", "Hai Phong", "sea/truck", 1)],
    ("CN", "IN"): [("Shanghai", "Nhava Sheva / Chennai", "sea", 1)],
    ("US", "CN"): [("Long Beach", "Lianyungang / Qingdao", "sea", 1)],
    ("MY", "JP"): [("Kuantan", "Yokohama / Kobe", "sea", 1)],
    ("MY", "VN"): [("Kuantan", "Hai Phong", "sea", 1)],
    ("MY", "CN"): [("Kuantan", "Shanghai", "sea", 1)],
    ("AU", "MY"): [("Fremantle", "Kuantan", "sea", 1)],
    ("MM", "CN"): [("Pangwa / Chipwi", "Tengchong", "truck", 1), ("Tengchong", "Ganzhou", "truck", 1)],
    ("LA", "CN"): [("Luang Namtha / Houaphan", "Ganzhou", "truck", 1)],
    ("MG", "CN"): [("Ehoala", "Lianyungang", "sea", 1)],
    ("NG", "CN"): [("Lagos", "Lianyungang", "sea", 1)],
    ("BR", "CN"): [("Santos", "Guangzhou", "sea", 1)],
    ("JP", "US"): [("Yokohama", "Los Angeles", "sea", 1)],
    ("KR", "US"): [("Busan", "Los Angeles", "sea", 1)],
    ("US", "EE"): [("Blanding UT", "Sillamae", "truck+sea", 1)],
    ("EU", "US"): [("Rotterdam", "New York", "sea", 1)],
    ("GB", "US"): [("Liverpool", "Houston", "sea", 1)],
    ("MY", "EU"): [("Kuantan / Port Klang", "Rotterdam", "sea", 1)],
    ("AU", "AU"): [("Mount Weld", "Kalgoorlie", "truck", 1)],
    ("RU", "RU"): [("Lovozero", "Solikamsk", "rail", 1)],
}
CUSTOMS_DAYS = (2, 7)          # logistics.csv, row Any
DOMESTIC_DAYS = (3, 8)         # rail and truck legs of logistics.csv with handling
CONTAINER_KG = 15_000          # assumed net load of a 40-foot container
