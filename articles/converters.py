"""Years and months that a calendar can hold: anything else is no address, instead of an error in a query."""

# The last one that the address of a story can hold.
LAST_YEAR = 2099


class YearConverter:
    regex = "(?:199[0-9]|20[0-9]{2})"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{int(value):04d}"


class MonthConverter:
    regex = "(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{int(value):02d}"


class DayConverter(MonthConverter):
    regex = "(?:0[1-9]|[12][0-9]|3[01])"
