"""Tail probabilities against mpmath, against closed forms and against printed tables.

The values in `MPMATH` were computed with mpmath 1.4.1 at 60 digits (`betainc` and `gammainc`, regularized, and `erfc`), at arguments drawn
with a seed; those in `TABLES` are critical values as tables print them: t as in NIST/SEMATECH, e-Handbook of Statistical Methods, F as in
the tables of atozmath.com.
"""

from decimal import Context, Decimal
from fractions import Fraction as F

import pytest

from collate.numbers.interval import Interval
from collate.numbers.tails import two_tailed_normal, two_tailed_r, two_tailed_t, upper_chi_square, upper_f

FUNCTIONS = {"t": two_tailed_t, "F": upper_f, "chi2": upper_chi_square, "z": two_tailed_normal, "r": two_tailed_r}
PRECISE = Context(prec=80)
MPMATH = [
    ("t", "4.88, 48", "0.0000121167188361826401410425088849593626110621575"),
    ("t", "9.64, 81.4", "4.13105024781047190757835913272221890505990047e-15"),
    ("t", "1.32, 98", "0.189910028555203311640199314921918914154131184"),
    ("t", "8.75, 118.2", "0.0000000000000175376863719051245949501804387910368998316516"),
    ("t", "8.94, 86.3", "0.0000000000000634601057198936715144742172284692660111133403"),
    ("t", "0.59, 33.5", "0.559149617883330228774364523901214910026245687"),
    ("t", "9.91, 45", "0.000000000000689766989806098879635899182293027586663824085"),
    ("F", "18.76, 11.9, 7", "0.000363030463388484341835612495930111999674820389"),
    ("F", "13.09, 4, 268", "0.000000000942733125668197009068287589301222957989980484"),
    ("F", "19.61, 5, 138", "0.0000000000000100323283059914727529400098322726002453151411"),
    ("F", "9.11, 6, 19", "0.0000911691955741009815236334068465990178802709878"),
    ("F", "10.39, 11.76, 218.8", "6.24348852800418274266186866497188473471327528e-16"),
    ("F", "14.31, 11.1, 109", "9.05895495793081549462594647388085853697382828e-17"),
    ("F", "16.4, 7, 11", "0.0000525785913293804023178337434980261913781883103"),
    ("F", "11.29, 10.36, 19", "0.00000449017140105505233361261978172573137628276121"),
    ("F", "19.9, 5.98, 64", "0.000000000000601031405874109318479627921238111846261492852"),
    ("chi2", "76.88, 17", "0.00000000136620286285967859177027679181904094030380799"),
    ("chi2", "22.57, 3", "0.0000496356302134348935365809917518899756846546347"),
    ("chi2", "63.89, 48", "0.0620972565014901060748243860324808561348753811"),
    ("chi2", "0.63, 8.6", "0.999858223709643418604059144085370775707289596"),
    ("chi2", "77.46, 39", "0.000240612183248680365664765309851809550051794964"),
    ("chi2", "29.45, 5", "0.0000189194723257020521637777058743306053958754007"),
    ("chi2", "22.28, 32", "0.899736526642275511818579527330875757321703973"),
    ("chi2", "8.89, 3.4", "0.0421693161535990356188772831689956021703517429"),
    ("chi2", "66.78, 38", "0.00267957853902320807059292352392301583087977312"),
    ("chi2", "9.52, 4.4", "0.0637705797753759527241324392245092233467765685"),
    ("chi2", "43.76, 19", "0.00101931841973726183675526783262344804115745835"),
    ("chi2", "5.1, 0.9", "0.0202859251976136454355230405521905089610199032"),
    ("z", "1.97", "0.0488383705604450918082156181092379871232865744"),
    ("z", "7.96", "1.72039279714155458004374794048638215707122015e-15"),
    ("z", "7.32", "0.000000000000247970955710062405256938920001781325506114"),
    ("z", "6.89", "0.00000000000557923879569530299107084971170905411310712981"),
    ("z", "6.99", "0.00000000000274886243937025081604982058184105696647998812"),
]
# The distribution, the critical value and its degrees of freedom, and the probability beyond it (both tails of t and z).
TABLES = [
    ("t", "12.706, 1", "0.05"),
    ("t", "2.228, 10", "0.05"),
    ("t", "2.750, 30", "0.01"),
    ("t", "1.660, 100", "0.10"),
    ("F", "161.4476, 1, 1", "0.05"),
    ("F", "10.1280, 1, 3", "0.05"),
    ("F", "9.0135, 5, 3", "0.05"),
    ("F", "5.3092, 5, 3", "0.10"),
    ("chi2", "3.84146, 1", "0.05"),
    ("chi2", "18.30704, 10", "0.05"),
    ("chi2", "11.07050, 5", "0.05"),
    ("z", "1.960", "0.05"),
    ("z", "3.090", "0.002"),
]


def told(name, arguments):
    return FUNCTIONS[name](*(F(part) for part in arguments.split(", ")))


def precise(value):
    return PRECISE.divide(Decimal(value.numerator), Decimal(value.denominator))


@pytest.mark.parametrize(("name", "arguments", "value"), MPMATH)
def test_the_interval_holds_the_value_of_mpmath_and_is_narrow(name, arguments, value):
    found, truth = told(name, arguments), F(value)
    assert found.low - truth / 10**40 <= truth <= found.high + truth / 10**40
    assert found.high - found.low <= truth / 10**25


@pytest.mark.parametrize(("name", "arguments", "level"), TABLES)
def test_a_printed_critical_value_has_its_probability(name, arguments, level):
    """The probability at the two ends of the printed value lies on either side of the level."""
    value, *freedom = arguments.split(", ")
    half = F(5, 10 ** (len(value.partition(".")[2]) + 1))
    smaller = FUNCTIONS[name](F(value) - half, *map(F, freedom))
    larger = FUNCTIONS[name](F(value) + half, *map(F, freedom))
    assert larger.low <= F(level) <= smaller.high


@pytest.mark.parametrize("t", ["0.01", "0.7", "2.2", "9", "400"])
def test_t_with_two_degrees_of_freedom_has_a_closed_form(t):
    """1 - t / √(2 + t²), which loses digits far out and is compared to those left."""
    found = two_tailed_t(F(t), F(2))
    truth = 1 - F(PRECISE.divide(Decimal(t), PRECISE.sqrt(precise(2 + F(t) ** 2))))
    assert found.low - F(1, 10**70) <= truth <= found.high + F(1, 10**70)


@pytest.mark.parametrize("chi_square", ["0.1", "3", "17.5", "250"])
def test_chi_square_with_two_and_four_degrees_of_freedom_has_a_closed_form(chi_square):
    half = F(chi_square) / 2
    truth = F(PRECISE.exp(-precise(half)))
    for freedom, expected in ((2, truth), (4, truth * (1 + half))):
        found = upper_chi_square(F(chi_square), F(freedom))
        assert found.low - truth / 10**70 <= expected <= found.high + truth / 10**70


@pytest.mark.parametrize(("f", "second"), [("0.3", 5), ("2.2", 28), ("44", 9)])
def test_f_with_two_degrees_of_freedom_above_has_a_closed_form(f, second):
    """(1 + 2 f / ν₂) to the power -ν₂ / 2, here squared."""
    found, truth = upper_f(F(f), F(2), F(second)), (1 + 2 * F(f) / second) ** -second
    assert found.low**2 <= truth <= found.high**2


def test_distributions_agree_where_they_are_one():
    t = two_tailed_t(F("2.31"), F(45))
    f = upper_f(F("2.31") ** 2, F(1), F(45))
    r = two_tailed_r(F(6, 10), F(16))
    by_t = two_tailed_t(F(3), F(16))  # t² = 16 · 0.36 / 0.64 = 9
    z, chi = two_tailed_normal(F("1.7")), upper_chi_square(F("2.89"), F(1))
    for one, other in ((t, f), (r, by_t), (z, chi)):
        assert one.low <= other.high
        assert other.low <= one.high


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (two_tailed_normal(F(0)), 1),
        (two_tailed_t(F(0), F(7)), 1),
        (upper_f(F(0), F(2), F(3)), 1),
        (upper_chi_square(F(0), F(3)), 1),
        (two_tailed_r(F(1), F(8)), 0),
    ],
)
def test_the_ends_are_exact(found, value):
    assert found.low == found.high == value


def test_a_probability_too_small_to_tell_is_an_interval_from_zero():
    found = two_tailed_normal(F(1000))
    assert found.low == 0 < found.high < F(1, 10**39000)


def test_a_correlation_of_one_and_a_statistic_of_zero():
    for r in (1, -1, F(3, 2)):
        assert two_tailed_r(F(r), F(10)) == Interval(F(0), F(0))
    assert upper_f(F(0), F(2), F(5)) == upper_chi_square(F(0), F(3)) == Interval(F(1), F(1))
