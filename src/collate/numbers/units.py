"""The units, currencies and scales that stand beside printed numbers."""

from __future__ import annotations

# Powers of ten in words; letters count with a currency alone, since m is a metre elsewhere.
SCALES = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "millions": 6,
    "billion": 9,
    "billions": 9,
    "trillion": 12,
    "mio": 6,
    "mrd": 9,
    "mn": 6,
    "bn": 9,
}
CURRENCY_SCALES = {"k": 3, "K": 3, "m": 6, "M": 6, "b": 9, "B": 9, "tn": 12}
CJK_SCALES = {"十": 1, "百": 2, "千": 3, "萬": 4, "万": 4, "億": 8, "亿": 8, "兆": 12}

CURRENCY_SIGNS = frozenset("$€£¥₩₹₽₺฿¢")
CURRENCY_CODES = frozenset({
    "USD", "EUR", "GBP", "JPY", "CNY", "RMB", "TWD", "NTD", "KRW", "HKD", "SGD", "AUD", "CAD", "CHF", "INR", "SEK", "NOK", "DKK", "BRL",
})  # fmt: skip
CURRENCY_PREFIXES = frozenset({"US", "NT", "HK", "A", "C", "R", "S", "AU", "CA", "NZ", "SG"})  # before $

# Shares: the sign, how it is written out, and the power of ten that makes it a fraction.
SHARES = {"%": -2, "‰": -3}
SHARE_WORDS = {
    "percent": "%", "per cent": "%", "pct": "%", "percentage points": "points", "percentage point": "points", "points": "points",
    "pp": "points", "ppt": "points", "p.p": "points", "bp": "bp", "basis points": "bp", "ppm": "ppm", "ppb": "ppb",
}  # fmt: skip
CJK_SHARES = {"個百分點": "points", "个百分点": "points", "百分點": "points", "百分点": "points"}

_PREFIXED = ("m", "g", "s", "Hz", "N", "Pa", "J", "W", "V", "A", "eV", "L", "l", "mol", "Wh", "B", "K", "cal", "Ω", "F", "T", "bit", "M")
UNITS = frozenset(
    [prefix + unit for unit in _PREFIXED for prefix in ("", "k", "M", "G", "T", "m", "μ", "u", "n", "p", "c", "d", "h")]
    + ["min", "h", "hr", "hrs", "hours", "hour", "d", "day", "days", "week", "weeks", "month", "months", "y", "yr", "yrs", "year", "years"]
    + ["t", "ha", "bar", "mmHg", "cmHg", "rpm", "dB", "IU", "U", "kcal", "cc", "in", "ft", "lb", "lbs", "oz", "mi", "mph", "kph", "fold"]
    + ["times", "persons", "people", "cases", "participants", "patients"]
)  # fmt: skip
CJK_UNITS = (
    "平方公里", "平方公尺", "立方公尺", "新台幣", "新臺幣", "人民幣", "美元", "歐元", "日圓", "日元", "英鎊", "港元", "韓元", "台幣",
    "公里", "公尺", "公分", "公斤", "公克", "公噸", "公頃", "公升", "人次",
    "小時", "分鐘", "元", "圓", "円", "噸", "人", "戶", "家", "倍", "年",
    "個月", "月", "日", "天", "歲", "件", "所", "項", "個", "次", "名", "位",
)  # fmt: skip
