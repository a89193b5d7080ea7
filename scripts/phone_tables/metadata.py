"""Reads PhoneNumberMetadata.xml into plain records, with the meaning libphonenumber gives it."""

import re
import xml.etree.ElementTree

# The types of numbers that make a number valid. What a foreign caller cannot dial
# (noInternationalDialling) is no type of its own.
_TYPES = (
    "premiumRate tollFree sharedCost voip personalNumber pager uan voicemail fixedLine mobile".split()
)


class Territory:
    """One territory: a region, or a calling code that belongs to no region."""

    def __init__(self, element):
        self.id = element.get("id")
        self.calling_code = int(element.get("countryCode"))
        self.is_main = element.get("mainCountryForCode") == "true"
        self.leading_digits = _compact(element.get("leadingDigits"))
        self.international_prefix = _compact(element.get("internationalPrefix"))
        self.national_prefix = _compact(
            element.get("nationalPrefixForParsing") or element.get("nationalPrefix")
        )
        has_rule = element.get("nationalPrefixForParsing") is not None
        self.transform = _compact(element.get("nationalPrefixTransformRule")) if has_rule else ""
        self.general = _compact(element.findtext("generalDesc/nationalNumberPattern"))
        described = {name: _description(element.find(name)) for name in _TYPES}
        self._take_lengths(described.values())
        self.types = _deciding_types(described)

    def _take_lengths(self, descriptions):
        """A territory's lengths are those of all its types; a length dialled locally is not whole."""
        national, local = set(), set()
        for description in filter(None, descriptions):
            national |= description[1]
            local |= description[2]
        self.lengths = frozenset(national)
        self.local_lengths = frozenset(local - national)


def territories(path):
    """All territories of a file, in its order."""
    root = xml.etree.ElementTree.parse(path).getroot()
    return [Territory(element) for element in root.find("territories")]


def _description(element):
    """Pattern, national lengths and local-only lengths of one type, or nothing if there is none."""
    if element is None:
        return None
    lengths = element.find("possibleLengths")
    pattern = _compact(element.findtext("nationalNumberPattern"))
    return pattern, _lengths(lengths.get("national")), _lengths(lengths.get("localOnly"))


def _deciding_types(described):
    """Pattern and lengths of each type; where mobile repeats the fixed-line pattern it is not asked."""
    fixed, mobile = described["fixedLine"], described["mobile"]
    if fixed and mobile and fixed[0] == mobile[0]:
        described = {**described, "mobile": None}
    return [(pattern, national) for pattern, national, _ in filter(None, described.values())]


def _lengths(text):
    """The numbers of a list such as "7,[9-11]"; -1 stands for none."""
    found = set()
    for low, high, single in re.findall(r"\[(\d+)-(\d+)\]|(-?\d+)", text or ""):
        found |= set(range(int(low), int(high) + 1)) if low else {int(single)}
    return frozenset(found - {-1})


def _compact(text):
    return "".join((text or "").split())
