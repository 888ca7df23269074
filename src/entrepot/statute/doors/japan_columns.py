"""The columns of the Japanese tariff: what each is called here, and for whose goods it is."""

from __future__ import annotations

from dataclasses import dataclass

_ASEAN = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "VN")
_CPTPP = ("AU", "BN", "CA", "CL", "GB", "MX", "MY", "NZ", "PE", "SG", "VN")
_EU = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the file names it; no areas: for members of the World Trade Organization or a designated group."""

    name: str
    areas: tuple[str, ...] = ()


BASIC, TEMPORARY, WTO = "基本", "暫定", "WTO協定"

COLUMNS: dict[str, Column] = {
    BASIC: Column("basic"),
    TEMPORARY: Column("temporary"),
    WTO: Column("wto"),
    "特恵": Column("preference:GSP"),
    "特別特恵": Column("preference:LDC"),
    "EPA_シンガポール": Column("agreement:JP-SG", ("SG",)),
    "EPA_メキシコ": Column("agreement:JP-MX", ("MX",)),
    "EPA_マレーシア": Column("agreement:JP-MY", ("MY",)),
    "EPA_チリ": Column("agreement:JP-CL", ("CL",)),
    "EPA_タイ": Column("agreement:JP-TH", ("TH",)),
    "EPA_インドネシア": Column("agreement:JP-ID", ("ID",)),
    "EPA_ブルネイ": Column("agreement:JP-BN", ("BN",)),
    "EPA_アセアン": Column("agreement:AJCEP", _ASEAN),
    "EPA_フィリピン": Column("agreement:JP-PH", ("PH",)),
    "EPA_スイス": Column("agreement:JP-CH", ("CH", "LI")),
    "EPA_ベトナム": Column("agreement:JP-VN", ("VN",)),
    "EPA_インド": Column("agreement:JP-IN", ("IN",)),
    "EPA_ペルー": Column("agreement:JP-PE", ("PE",)),
    "EPA_豪州": Column("agreement:JP-AU", ("AU",)),
    "EPA_モンゴル": Column("agreement:JP-MN", ("MN",)),
    "EPA_CPTPP": Column("agreement:CPTPP", _CPTPP),
    "EPA_欧州連合": Column("agreement:JP-EU", _EU),
    "EPA_英国": Column("agreement:JP-GB", ("GB",)),
    "EPA_RCEP_アセアン豪州NZ": Column("agreement:RCEP", (*_ASEAN, "AU", "NZ")),
    "EPA_RCEP_中国": Column("agreement:RCEP-CN", ("CN",)),
    "EPA_RCEP_韓国": Column("agreement:RCEP-KR", ("KR",)),
    "EPA_日米貿易協定": Column("agreement:JP-US", ("US",)),
}
