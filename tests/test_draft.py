"""A text with edits knows where each of its characters was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studenthub.source import fixes
from studenthub.source.corrected import CorrectedText
from studenthub.source.problems import Fix
from studenthub.source.text import Text

EDITS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6), st.text("xy\n", max_size=3)), max_size=8)


@given(EDITS)
def test_edits_one_after_another_are_edits_of_the_text(made: list[tuple[int, int, str]]) -> None:
    text = Text("a.md", "abcdefghij\nklmnopqrst\nuvw")
    draft = CorrectedText.of(text)
    for start, length, new in made:
        start = min(start, len(draft.content))
        end = min(start + length, len(draft.content))
        expected = draft.content[:start] + new + draft.content[end:]
        draft = draft.after(Fix(start, end, new))
        assert draft.content == expected
    assert fixes.kept(draft.edits) == list(draft.edits)
    assert fixes.fixed(text.content, draft.edits) == draft.content
    assert draft.edits == () or draft.edit_at(0, len(text.content)) is not None
    for at, sign in enumerate(draft.content):
        origin = draft.origin(at)
        assert 0 <= origin <= len(text.content)
        if draft.is_written(at, at + 1):
            assert text.content[origin] == sign
    whole = draft.edit_at(0, len(text.content))
    assert fixes.fixed(text.content, [whole] if whole else []) == draft.content


def test_an_edit_is_as_small_as_it_can_be() -> None:
    draft = CorrectedText.of(Text("a.md", "\t- name: A\n")).after(Fix(0, 10, "  - name: A"))
    assert draft.edits == (Fix(0, 1, "  "),)
    assert str(draft.place(draft.content.index("A"))) == "a.md:1:10"
    assert draft.edit_at(5, 6) is None
