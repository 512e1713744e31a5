"""Sentences that name organisations first and count them after: "HTX hoạt động hiệu quả chỉ có 61 HTX"."""

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.mentions import Item, ReadSentence
from ingest.figures.narrowing import is_narrowed
from ingest.figures.readings import Frame
from ingest.vietnamese.folding import word_key

_COUNTING = frozenset({"là", "có", "chỉ có", "chỉ còn", "còn", "hiện có", "hiện còn", "hiện là", ":", "gồm"})
"""Between the noun with what is said of it and its number."""
_OF_TIME = frozenset(
    word_key(word)
    for words in ("đến hết cuối đầu năm ngày tháng quý kỳ nay này hiện tính thời điểm còn lại",)
    for word in words.split()
)


def is_counted_subject(sentence: ReadSentence, index: int) -> bool:
    """Whether the words at item `index` tell which organisations the number after the verb counts."""
    noun = _noun_before(sentence.items, index)
    if noun is None:
        return False
    for position in range(index + 1, len(sentence.items) - 1):
        item = sentence.items[position]
        if _counts(sentence, item, sentence.items[position + 1]):
            after = sentence.items[position + 2 : position + 3]
            return bool(after) and after[0].means("entity", noun.value)
        if item.category == "quantity" or item.means("mark", ";", ".", "(", ")"):
            return False
    return False


def is_of_narrowed_subject(frame: Frame, index: int, head: str) -> bool:
    """Whether the number at item `index` counts organisations told apart by unknown words before the verb."""
    verb = frame.item(index - 1)
    if verb is None or not _counts(frame.sentence, verb, frame.items[index]):
        return False
    is_measured = False
    for position in range(index - 2, -1, -1):
        item = frame.items[position]
        if item.means("mark", ";", ".", ":", ",", "(", ")") and (is_measured or item.value != ","):
            return False
        if item.category in {"whole", "status"} or item.means("cue", "subset", "partitive", "level"):
            return False
        if item.category == "quantity":
            is_measured = frame.items[position + 1].category == "people" or not item.means("quantity", "count")
            if not is_measured:
                return False
        if item.means("entity", *ORGANISATIONS) or item.means("cue", "all_coops"):
            is_counted = position > 0 and frame.items[position - 1].category == "quantity"
            is_same = item.value in {head, "all_coops"} and not is_counted
            # "số HTX có dưới 10 lao động là 61 HTX"
            return is_same and (is_measured or _is_narrowed_between(frame, position + 1, index - 1))
    return False


def _is_narrowed_between(frame: Frame, first: int, verb: int) -> bool:
    """Whether the words from `first` up to the verb or a comma restrict the noun; words of time do not."""
    for position in range(first, verb):
        item = frame.items[position]
        if item.means("mark", ","):
            return False
        if item.category == "status" or item.value in _OF_TIME:
            continue
        if is_narrowed(frame, position, position + 1):
            return True
    return False


def _noun_before(items: tuple[Item, ...], index: int) -> Item | None:
    """The organisations named before item `index` in its clause, without a number of their own."""
    for position in range(index - 1, -1, -1):
        item = items[position]
        if item.means("entity", *ORGANISATIONS):
            counted = position > 0 and items[position - 1].category == "quantity"
            return None if counted else item
        if item.category == "quantity" or item.means("mark", ";", ".", ":", "(", ")"):
            return None
    return None


def _counts(sentence: ReadSentence, verb: Item, number: Item) -> bool:
    return number.means("quantity", "count") and sentence.text_of(verb).lower() in _COUNTING
