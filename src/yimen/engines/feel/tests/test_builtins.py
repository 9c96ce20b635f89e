"""The built-in functions as a table; what they refuse stands in ``test_language``."""

from datetime import datetime

import pytest

from yimen.engines.feel import compile_expression, write

TABLE = """
number("1,234.5", ",", ".")                         => 1234.5
number("一")                                        => null
string(1.10)                                        => "1.1"
string([1, "a", @"PT1H"])                           => "[1, \\"a\\", PT1H]"
date(2026, 2, 28)                                   => 2026-02-28
date(date and time("2026-02-28T10:00:00"))          => 2026-02-28
date and time("2026-01-01T08:30:00@Asia/Shanghai").time offset => PT8H
date and time(@"2026-01-01", @"08:00:00")           => 2026-01-01T08:00:00
date and time("2026-01-01T24:00:00")                => 2026-01-02T00:00:00
duration("P1Y2M")                                   => P1Y2M
duration("-PT90M")                                  => -PT1H30M
years and months duration(@"2008-05-31", @"2026-05-30") => P17Y11M
years and months duration(@"2026-01-02", @"2025-01-03") => -P11M
not(true)                                           => false
is(1, 1)                                            => true
get or else(null, 5)                                => 5
substring("云溪市场", 3)                             => "市场"
substring("foobar", -2, 1)                          => "a"
string length("𠮷田")                                => 2
upper case("aB")                                    => "AB"
substring before("foobar", "bar")                   => "foo"
substring after("foobar", "o")                      => "obar"
replace("abcd", "(ab)|(a)", "[1=$1]")               => "[1=ab]cd"
replace("a.b", ".", "x", "q")                       => "axb"
matches("91110000X", "^[0-9A-HJ-NP-RT-UW-Y]{9}$")   => true
matches("ab", "A.", "i")                            => true
matches("b", "[a-z-[aeiou]]")                       => true
split("a;b;;c", ";")                                => ["a", "b", "", "c"]
string join(["a", null, "b"], "、")                  => "a、b"
list contains([1, 2], 2)                            => true
count([1, null])                                    => 2
min(3, 1, 2)                                        => 1
max(["a", "c", "b"])                                => "c"
sum([1, 2, 3])                                      => 6
sum(@"P1D", @"P2D")                                 => P3D
mean([1, 2])                                        => 1.5
median([8, 2, 5])                                   => 5
stddev(2, 4, 7, 5)                                  => 2.081665999466132735282297706979931
mode([1, 1, 2, 2, 3])                               => [1, 2]
product([2, 3])                                     => 6
all([true, null, false])                            => false
any([false, null])                                  => null
sublist([1, 2, 3], 2)                               => [2, 3]
append([1], 2, 3)                                   => [1, 2, 3]
append([[1], 2])                                    => [[1], 2]
concatenate([1], [2, 3])                            => [1, 2, 3]
insert before([1, 3], 2, 2)                         => [1, 2, 3]
remove([1, 2, 3], -1)                               => [1, 2]
reverse([1, 2])                                     => [2, 1]
index of([1, 2, 1], 1)                              => [1, 3]
union([1, 2], [2, 3])                               => [1, 2, 3]
distinct values([1, 2, 1])                          => [1, 2]
flatten([[1, [2]], 3])                              => [1, 2, 3]
list replace([1, 2, 3], 2, 9)                       => [1, 9, 3]
decimal(2.5, 0)                                     => 2
floor(-1.5)                                         => -2
ceiling(1.21, 1)                                    => 1.3
round up(5.12, 1)                                   => 5.2
round down(-5.99, 1)                                => -5.9
round half up(2.5, 0)                               => 3
round half down(2.5, 0)                             => 2
abs(@"-P1D")                                        => P1D
modulo(-12, 5)                                      => 3
sqrt(16)                                            => 4
odd(3)                                              => true
even(1E30)                                          => true
day of year(@"2026-02-01")                          => 32
day of week(@"2026-05-04")                          => "Monday"
month of year(@"2026-05-04")                        => "May"
week of year(@"2021-01-03")                         => 53
today()                                             => 2026-03-01
before(1, [2..3])                                   => true
after([5..8], [1..5))                               => true
meets([1..5], [5..8])                               => true
overlaps([1..5], [3..8])                            => true
overlaps before([1..5], [3..8])                     => true
overlaps after([3..8], [1..5])                      => true
includes([1..10], 5)                                => true
during(5, [1..10])                                  => true
starts(1, [1..10])                                  => true
started by([1..10], [1..5])                         => true
finishes(10, [1..10])                               => true
finished by([1..10], (5..10])                       => true
coincides([1..5], [1..5])                           => true
get value({a: 1}, "a")                              => 1
get entries({a: 1})                                 => [{key: "a", value: 1}]
context put({a: {b: 1}}, ["a", "b"], 2)             => {a: {b: 2}}
context merge([{a: 1}, {a: 2, b: 3}])               => {a: 2, b: 3}
context([{key: "a", value: 1}])                     => {a: 1}
sort([3, 1, 2], function(x, y) x < y)               => [1, 2, 3]
sort([3, 1, 2])                                     => [1, 2, 3]
list replace([2, 4, 7, 8], 3, 6)                    => [2, 4, 6, 8]
list replace([2, 4, 7], function(item, newItem) item < newItem, 5) => [5, 5, 7]
list replace([1], function(item, newItem) "x", 5)   => null
range("[1..3)")                                     => [1..3)
range("(..@\\"2026-01-31\\"]").end                   => 2026-01-31
range("[date(\\"2026-01-01\\")..@\\"2026-12-31\\"]").start => 2026-01-01
7 in range("(5..)")                                 => true
(<= 3) = range("(..3]")                             => true
range("[..3]")                                      => null
range("[3..1]")                                     => null
range("[1..\\"a\\"]")                               => null
range("1..3")                                       => null
matches("中", "^\\\\p{Lo}$")                          => true
matches("aB", "\\\\P{Ll}")                            => true
matches("+", "^\\\\w$")                               => true
matches("_", "^\\\\w$")                               => false
matches("a b", "[\\\\S\\\\p{IsBasicLatin}]{3}")         => true
matches("a", "\\\\p{" + "Nope}")                      => null
date("-0044-03-15").year                            => -44
date("99999-12-31") + @"P1D"                        => 100000-01-01
date("-0001-12-31") + @"P1M"                        => 0000-01-31
date("99999-01-01") - date("9999-01-01")            => P32871825D
day of week(date("-0044-03-15"))                    => "Thursday"
week of year(date("12026-01-01"))                   => 1
time("10:00:00.123456789") + @"PT0.000000001S"      => 10:00:00.12345679
date and time("-2021-01-01T10:10:10+11:00") + @"P1D" => -2021-01-02T10:10:10+11:00
date and time("12026-07-01T00:00:00@Europe/Paris").time offset => PT2H
date and time("2026-01-01T00:00:00.000000001") < date and time("2026-01-01T00:00:00.000000002") => true
for d in @"-0001-12-31"..@"0000-01-01" return d     => [-0001-12-31, 0000-01-01]
@"-0001-01-01" < @"0001-01-01"                      => true
date(2026, 13, 1)                                   => null
date(10000000000, 1, 1)                             => null
""".strip()


@pytest.mark.parametrize("line", TABLE.splitlines())
def test_it_yields(line: str) -> None:
    expression, _, expected = (part.strip() for part in line.rpartition("=>"))
    found = compile_expression(expression).evaluate({}, now=datetime(2026, 3, 1, 9, 30))
    assert write(found.value, True) == expected, found.doubts
